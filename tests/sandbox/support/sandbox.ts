import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { projectRoot } from "../../../ops/shared/projectRoot";

/** How a command of the sandbox ended. */
export interface Ended {
  readonly code: number;
  /** What it printed as its result. */
  readonly output: string;
  /** Its progress, notes and error. */
  readonly notes: string;
}

/** What a command is run with. */
export interface Watch {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with all notes so far, whenever there are more. */
  readonly onNotes?: (notes: string, child: ChildProcess) => void;
}

/** Runs `npm run sandbox -- …` as a user would, without npm and without a terminal. Never rejects. */
export const sandbox = commandLine("ops/sandbox/cli.ts");

/** Runs `npm run couchdb -- …` in the same way. */
export const couchdb = commandLine("ops/couchdb/cli.ts");

/** Runs `npm run up -- …` in the same way. */
export const up = commandLine("ops/up/cli.ts");

/** Runs `npm run destroy -- …` in the same way. */
export const destroy = commandLine("ops/destroy/cli.ts");

function commandLine(file: string): (args: readonly string[], watch?: Watch) => Promise<Ended> {
  return (args, watch) => run([file, ...args], watch);
}

function run(args: readonly string[], { env, onNotes }: Watch = {}): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ["-r", "./plan/preload", "-r", "tsx/cjs", ...args], {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [output, notes] = ["", ""];
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => {
      notes += text.toString();
      onNotes?.(notes, child);
    });
    child.on("close", (code) => done({ code: code ?? -1, output, notes }));
  });
}

/** Fails with everything that the command said if it did not end with `code`. */
export function assertCode({ code, output, notes }: Ended, expected: number): void {
  assert.equal(code, expected, `exit code ${code} instead of ${expected}\n${output}\n${notes}`);
}
