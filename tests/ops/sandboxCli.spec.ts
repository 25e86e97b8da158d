import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs the command on a machine without any tool on PATH. */
function sandbox(...args: string[]) {
  const PATH = mkdtempSync(join(tmpdir(), "slipway-path-"));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["-r", "./plan/preload", "-r", "tsx/cjs", "ops/sandbox/cli.ts", ...args],
    {
      env: { PATH, NO_COLOR: "1" },
      encoding: "utf8",
    },
  );
  return { status, stdout, stderr };
}

describe("npm run sandbox", () => {
  it("without pulumi and Python says what to install, and how, without a stack trace", () => {
    const { status, stdout, stderr } = sandbox("up", "dev");
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^error: The sandbox needs tools/);
    assert.match(stderr, /pulumi: not found on PATH .*install/);
    assert.match(stderr, /python3: not found on PATH .*install/);
    assert.doesNotMatch(stderr, /^ +at /m);
  });

  it("refuses an unknown command, a missing stack and an unknown option with exit code 2", () => {
    for (const args of [["frobnicate"], ["up"], ["up", "dev", "--fast"], ["preview", "dev", "--yes"], []]) {
      assert.equal(sandbox(...args).status, 2, args.join(" "));
    }
  });

  it("has help for itself and for every command", () => {
    const whole = sandbox("--help");
    assert.equal(whole.status, 0);
    for (const command of ["up", "preview", "refresh", "destroy", "outputs", "stop"]) {
      assert.match(whole.stdout, new RegExp(`^ +${command}\\b`, "m"));
    }
    const { status, stdout } = sandbox("destroy", "--help");
    assert.equal(status, 0);
    assert.match(stdout, /--release-data/);
  });
});
