// Says in one line what a JUnit report says, with the names of the tests that failed. Exit code 1 if one did, or if the
// report is missing or has no tests.
//
//     node junit.mjs REPORT
import { readFileSync } from "node:fs";

/** Most names in the line; it goes into a message. */
const MOST_NAMES = 20;

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Test cases of a report: their names, and whether they failed. */
export function readReport(xml) {
  const bare = xml.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, "");
  return [...bare.matchAll(/<testcase\b([^>]*?)(\/>|>([\s\S]*?)<\/testcase>)/g)].map(([, attributes, , body = ""]) => ({
    name: [attributeOf(attributes, "classname"), attributeOf(attributes, "name")].filter(Boolean).join("."),
    failed: /<(failure|error)\b/.test(body),
  }));
}

function attributeOf(attributes, name) {
  const value = new RegExp(`\\b${name}=("([^"]*)"|'([^']*)')`).exec(` ${attributes}`);
  return (value?.[2] ?? value?.[3] ?? "").replace(/&(\w+);/g, (entity, key) => ENTITIES[key] ?? entity);
}

function summarize(file) {
  let xml;
  try {
    xml = readFileSync(file, "utf8");
  } catch {
    return { line: `the tests wrote no report ${file}`, failed: true };
  }
  const cases = readReport(xml);
  if (cases.length === 0) return { line: `the report ${file} has no tests`, failed: true };
  const names = cases.filter(({ failed }) => failed).map(({ name }) => name);
  if (names.length === 0) return { line: `${cases.length} tests passed`, failed: false };
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  const listed = names.slice(0, MOST_NAMES).join(", ");
  return { line: `${names.length} of ${cases.length} tests failed: ${listed}${more}`, failed: true };
}

if (process.argv[2]) {
  const { line, failed } = summarize(process.argv[2]);
  console.log(line);
  process.exitCode = failed ? 1 : 0;
}
