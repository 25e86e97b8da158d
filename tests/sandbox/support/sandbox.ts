import { execFile } from "node:child_process";
import { join } from "node:path";

// Tests have a sandbox of their own beside the developer's. Set before the first import of ops/sandbox.
process.env["SLIPWAY_SANDBOX"] = "sandbox-test";

const root = join(__dirname, "../../..");

/** How a command of the sandbox ended. */
export interface Ended {
  readonly code: number;
  /** What it printed as its result. */
  readonly output: string;
  /** Its progress, notes and error. */
  readonly notes: string;
}

/** Runs `npm run sandbox -- …` as a user would, without npm. Never rejects. */
export function sandbox(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ["-r", "tsx/cjs", "ops/sandbox/cli.ts", ...args],
      { cwd: root, maxBuffer: 1 << 26 },
      (_error, output, notes) => done({ code: child.exitCode ?? 1, output, notes }),
    );
  });
}

/** Everything that a command said, for the message of a failed assertion. */
export function said({ code, output, notes }: Ended): string {
  return `exit code ${code}\n${output}\n${notes}`;
}
