// Smoke tests of the site: each page answers and shows what it should. Writes report.xml in JUnit's format.
import { writeFileSync } from "node:fs";

const PAGES = [
  { name: "health", path: "/health", expected: "ok" },
  { name: "login page", path: "/login", expected: "password" },
];

async function failureOf({ path, expected }) {
  try {
    const response = await fetch(process.env.URL + path, { signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    if (response.status !== 200) return `status ${response.status}`;
    return text.includes(expected) ? undefined : `no "${expected}" on the page`;
  } catch (error) {
    return error.cause?.code ?? error.message;
  }
}

const escaped = (text) => text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);

const cases = [];
for (const page of PAGES) {
  const failure = await failureOf(page);
  const body = failure ? `<failure message="${escaped(failure)}"/>` : "";
  cases.push(`<testcase classname="site" name="${page.name}">${body}</testcase>`);
}
writeFileSync("report.xml", `<testsuite name="site" tests="${cases.length}">${cases.join("")}</testsuite>\n`);
