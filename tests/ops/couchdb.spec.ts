import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import * as path from "node:path";
import { parseChoice } from "../../ops/couchdb/choice";
import { databaseOf } from "../../ops/couchdb/database";
import type { Invocation, Remote } from "../../ops/couchdb/remote";
import { scriptLine, runScript, type Listener } from "../../ops/couchdb/script";
import { Failure } from "../../ops/shared/failure";

const ROOT = path.join(__dirname, "..", "..");

/** Runs the command line as a user would, without credentials and without a terminal. */
function couchdb(...args: string[]): Promise<{ code: number; output: string; error: string }> {
  return new Promise((resolve) => {
    const command = ["-r", "./plan/preload", "-r", "tsx/cjs", "ops/couchdb/cli.ts", ...args];
    execFile(process.execPath, command, { cwd: ROOT, env: { PATH: process.env.PATH } }, (error, output, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output, error: stderr }),
    );
  });
}

/** A machine that goes through these states, one at each look. */
function remoteWith(states: Partial<Invocation>[]): Remote & { started: string[] } {
  const started: string[] = [];
  return {
    started,
    start: (command) => Promise.resolve(String(started.push(command))),
    look: () => Promise.resolve({ status: "running", stdout: "", stderr: "", ...states.shift() }),
  };
}

function hear(): Listener & { said: string[] } {
  const said: string[] = [];
  return {
    said,
    waiting: () => said.push("waiting"),
    notes: (text) => said.push(`notes: ${text}`),
    result: (text) => said.push(`result: ${text}`),
  };
}

describe("npm run couchdb", () => {
  it("T7 finds the database of a stack by its settings", () => {
    assert.deepEqual(databaseOf("production", path.join(ROOT, "examples", "twig")), {
      region: "us-west-2",
      instanceName: "buildit-twig-production-couchdb-instance",
    });
    assert.throws(() => databaseOf("staging", path.join(ROOT, "examples", "authority-lookup")), {
      message: 'stack "staging" has no database; its settings have no slipway:couchDb',
    });
  });

  it("takes a backup as it is listed, its time alone, or any time in any zone", () => {
    assert.equal(parseChoice("daily/2026-11-21T020017Z"), "daily/2026-11-21T020017Z");
    assert.equal(parseChoice("2026-11-21T020017Z"), "2026-11-21T020017Z");
    assert.equal(parseChoice("2026-11-21T03:00+01:00"), "2026-11-21T02:00:00.000Z");
    assert.equal(parseChoice("2026-11-21"), "2026-11-21T00:00:00.000Z");
    for (const text of ["yesterday", "hourly/2026-11-21T020017Z", "2026-13-21"]) {
      assert.equal(parseChoice(text), undefined, text);
    }
  });

  it("quotes every argument for the shell of the instance", () => {
    assert.equal(
      scriptLine("restore.sh", ["--at", "2026-11-21T02:00:00.000Z", "a'; rm -rf /"]),
      "/opt/slipway-couchdb/restore.sh '--at' '2026-11-21T02:00:00.000Z' 'a'\\''; rm -rf /'",
    );
  });

  it("waits for the end of a script and passes on what it said", async () => {
    const remote = remoteWith([
      { status: "waiting" },
      { status: "running" },
      { status: "succeeded", stdout: "daily/1\n", stderr: "a note\n" },
    ]);
    const listener = hear();
    await runScript(remote, "list", listener, { pause: 0, patience: 10_000 });
    assert.deepEqual(remote.started, ["list"]);
    assert.deepEqual(listener.said, ["waiting", "waiting", "notes: a note", "result: daily/1"]);
  });

  for (const [status, message] of [
    ["failed", "the script failed; what it said is above, and in the database's log group"],
    ["timed out", "the script took longer than Session Manager allows, and was stopped; what it had finished stays"],
    ["cancelled", "somebody cancelled the script; what it had finished stays"],
    [
      "waiting",
      "the instance does not take commands, and the script will not run: look at its alarms, and at its agent",
    ],
  ] as const) {
    it(`fails when the script is ${status} at its end, after passing on what it said`, async () => {
      const listener = hear();
      const ended = runScript(remoteWith([{ status, stderr: "why" }]), "restore", listener, { pause: 0, patience: 0 });
      await assert.rejects(ended, new Failure(message));
      assert.deepEqual(listener.said, ["notes: why"]);
    });
  }

  for (const [what, args, message] of [
    ["no stack", ["list"], /missing required argument 'stack'/],
    ["no time", ["restore", "prod"], /required option '--at <backup>' not specified/],
    [
      "a time that is none",
      ["restore", "prod", "--at", "yesterday"],
      /Give a backup as listed, or a time such as 2026-11-21T03:00Z/,
    ],
    ["a command that is none", ["forget", "prod"], /unknown command 'forget'/],
    ["nobody to ask", ["restore", "prod", "--at", "2026-11-21", "--overwrite"], /no terminal to ask on .+: give --yes/],
  ] as const) {
    it(`ends with exit code 2 for ${what}`, async () => {
      const { code, error } = await couchdb(...args);
      assert.equal(code, 2, error);
      assert.match(error, message);
    });
  }

  it("ends with exit code 1 and one line where the stack has no database", async () => {
    const { code, error } = await couchdb("list", "staging", "--config-dir", "examples/authority-lookup");
    assert.equal(code, 1);
    assert.match(error, /^error: stack "staging" has no database/);
  });
});
