import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "..", "..");

const pages = ["docs", "examples", "policy", "bench"].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => path.join(folder, file)),
);

describe("Documentation", () => {
  for (const page of ["README.md", ...pages]) {
    it(`${page} links to what exists`, () => {
      const text = readFileSync(path.join(ROOT, page), "utf8").replace(/```[^]*?```/g, "");
      const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target!);
      const missing = targets.filter((target) => !existsSync(path.join(ROOT, path.dirname(page), target)));
      assert.deepEqual(missing, []);
    });
  }
});
