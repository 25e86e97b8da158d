import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "..", "..");

interface Resource {
  urn: string;
  type: string;
  parent?: string;
  inputs?: Record<string, unknown>;
}

interface PlanDocument {
  stacks: Record<string, { deployment: { resources: Resource[] } }>;
}

/** Plans every stack of a folder by the command that users run. */
function plan(directory: string): Promise<{ document: PlanDocument; code: number | null }> {
  const args = ["-r", "./plan/preload", "-r", "tsx/cjs", "plan/cli.ts", "--format", "json", "--config-dir", directory];
  return new Promise((done) => {
    const child = execFile(process.execPath, args, { cwd: ROOT, maxBuffer: 2 ** 26 }, (_error, stdout) => {
      done({ document: JSON.parse(stdout) as PlanDocument, code: child.exitCode });
    });
  });
}

const nameOf = (urn = ""): string => urn.split("::").pop() ?? "";

/** Longest text that a snapshot holds; of longer ones, which are files of the repository, it holds the checksum. */
const LONGEST_TEXT = 4_000;

/** Texts as they are on every machine: paths begin at the project's root. */
function shortened(_key: string, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (value.length <= LONGEST_TEXT) return value.replace(`${ROOT}${path.sep}`, "");
  return `sha256 ${createHash("sha256").update(value).digest("hex")}`;
}

/** Every resource by type, name and parent, with all its inputs: nothing about a stack changes without being seen here. */
function contentsOf({ stacks }: PlanDocument): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(stacks).map(([stack, { deployment }]) => [
      stack,
      Object.fromEntries(
        deployment.resources
          .map(({ urn, type, parent, inputs = {} }) => {
            const shown = JSON.parse(JSON.stringify(inputs, shortened)) as Record<string, unknown>;
            return [`${type} ${nameOf(urn)} < ${nameOf(parent)}`, shown] as const;
          })
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    ]),
  );
}

describe("Planned stacks", () => {
  for (const [directory, snapshot] of [
    [".", "root"],
    ["examples/twig", "twig"],
    ["examples/authority-lookup", "authority-lookup"],
    ["examples/gravity", "gravity"],
    ["examples/lcloud", "lcloud"],
    ["examples/qbo3", "qbo3"],
  ] as const) {
    it(`T18 those of ${directory} are what they were, input by input, and violate no mandatory policy`, async () => {
      const { document, code } = await plan(directory);
      assert.equal(code, 0);
      const file = path.join(__dirname, "snapshots", `${snapshot}.json`);
      // A rename replaces the resource in every stack. After a deliberate change: UPDATE_SNAPSHOTS=1 npm test
      if (process.env.UPDATE_SNAPSHOTS) writeFileSync(file, `${JSON.stringify(contentsOf(document), null, 2)}\n`);
      assert.deepEqual(contentsOf(document), JSON.parse(readFileSync(file, "utf8")));
    });
  }
});
