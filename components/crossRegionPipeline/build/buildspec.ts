import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { BuildArgs } from "../buildArgs";

const SCRIPT = path.join(__dirname, "..", "scripts", "build-image.sh");

/**
 * Where the build's steps are: a file of the source, or, for an image without one, a script of ours that stands in the project
 * itself. JSON is YAML, which CodeBuild reads.
 */
export function buildspecOf(args: BuildArgs): { buildspec?: string } {
  if (args.buildspec !== undefined) return { buildspec: args.buildspec };
  if (args.kind === "archive") return {};
  return {
    buildspec: JSON.stringify({
      version: 0.2,
      env: { shell: "bash" },
      phases: { build: { commands: [readFileSync(SCRIPT, "utf8")] } },
      artifacts: { files: ["imagedefinitions.json"] },
    }),
  };
}
