import { execFile } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const ROOT = path.join(__dirname, "..", "..", "..");

/** How a run ended, and what it left in the bucket. */
export interface Result {
  code: number;
  output: string;
  /** Text of an object, by its key. */
  kept(key: string): string | undefined;
}

/** `aws s3 cp` between files and a folder that is the bucket. */
const AWS = `#!/usr/bin/env bash
set -euo pipefail
[ "$1 $2" = "s3 cp" ] || { echo "aws $*" >&2; exit 1; }
shift 2
[ "$1" = --only-show-errors ] && shift
from=\${1/#s3:\\/\\//$BUCKETS/} to=\${2/#s3:\\/\\//$BUCKETS/}
mkdir -p "$(dirname "$to")"
cp "$from" "$to"
`;

/** A copy of the scripts and a workspace, as CodeBuild unpacks them, with a folder for a bucket. */
export class Build {
  readonly #directory = mkdtempSync(path.join(tmpdir(), "slipway-build-"));
  readonly workspace = path.join(this.#directory, "workspace");

  constructor(files: Record<string, string> = {}) {
    cpSync(path.join(ROOT, "components/amiPromotion/scripts"), path.join(this.#directory, "scripts"), {
      recursive: true,
    });
    cpSync(path.join(ROOT, "examples/qbo3/promotion"), this.workspace, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(this.workspace, name), text);
    const bin = path.join(this.#directory, "bin");
    mkdirSync(bin);
    writeFileSync(path.join(bin, "aws"), AWS);
    chmodSync(path.join(bin, "aws"), 0o755);
  }

  /** Runs steps with the given variables, as the buildspec does. */
  run(steps: string, variables: Record<string, string> = {}): Promise<Result> {
    const env = {
      PATH: `${this.#directory}/bin:${path.dirname(process.execPath)}:${process.env.PATH}`,
      BUCKETS: path.join(this.#directory, "buckets"),
      BUCKET: "results",
      RUN: "run-1",
      STEPS: steps,
      ...variables,
    };
    return new Promise((resolve) => {
      const finished = (error: (Error & { code?: unknown }) | null, stdout: string, stderr: string) =>
        resolve({
          code: error ? Number(error.code) : 0,
          output: stdout + stderr,
          kept: (key) => {
            const file = path.join(this.#directory, "buckets", "results", key);
            return existsSync(file) ? readFileSync(file, "utf8") : undefined;
          },
        });
      execFile("bash", ["scripts/run.sh"], { cwd: this.#directory, env }, finished);
    });
  }
}
