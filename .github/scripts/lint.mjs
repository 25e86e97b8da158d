// Checks the workflows as GitHub's own editor does: keys, expressions, contexts, what jobs need of each other, and the inputs of
// workflows that call each other. Run it with `--import tsx`: the package imports JSON in a way that Node.js alone refuses.
//
// What is ours to demand (pins, permissions, triggers) is in tests/workflows/rules.spec.ts.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { validate } from "@actions/languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, ".github/workflows");

/** Reads the workflows that a workflow calls. */
const fileProvider = {
  getFileContent: ({ path: name }) => Promise.resolve({ name, content: readFileSync(path.join(root, name), "utf8") }),
};

let problems = 0;
for (const name of readdirSync(folder).filter((file) => /\.ya?ml$/.test(file))) {
  const file = path.join(folder, name);
  const document = TextDocument.create(pathToFileURL(file).href, "yaml", 0, readFileSync(file, "utf8"));
  for (const { message, range } of await validate(document, { fileProvider })) {
    const { line, character } = range.start;
    console.error(`${path.relative(process.cwd(), file)}:${line + 1}:${character + 1}: ${message}`);
    problems += 1;
  }
}
if (problems > 0) process.exitCode = 1;
