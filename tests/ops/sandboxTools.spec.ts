import assert from "node:assert/strict";
import type { Finished } from "../../ops/shared/run";
import { requireTools } from "../../ops/sandbox/tools";

const printed = (stdout: string): Finished => ({ code: 0, stdout, stderr: "" });
const missing: Finished = { code: 127, stdout: "", stderr: "spawn ENOENT" };

/** Runs the check on a machine with the given answers to `pulumi version` and `python3 --version`. */
const check = (pulumi: Finished, python3: Finished) =>
  requireTools((command) => Promise.resolve({ pulumi, python3 }[command]!));

describe("the tools that the sandbox needs", () => {
  it("are fine when both are new enough", async () => {
    await check(printed("v3.250.0"), printed("Python 3.11.7"));
    await check(printed("v4.0.0-beta.1"), printed("Python 4.0"));
  });

  it("missing pulumi: says so, and where to get it", async () => {
    await assert.rejects(check(missing, printed("Python 3.11.7")), {
      exitCode: 1,
      message: /pulumi: not found on PATH .*https:\/\/www\.pulumi\.com\/docs\/install/,
    });
  });

  it("missing Python: says so, and that its venv module is needed", async () => {
    await assert.rejects(check(printed("v3.250.0"), missing), { message: /python3: not found on PATH .*venv/ });
  });

  it("both missing: says both at once", async () => {
    await assert.rejects(check(missing, missing), { message: /pulumi: not found[^]*python3: not found/ });
  });

  it("too old: says which version it has and which it needs", async () => {
    await assert.rejects(check(printed("v3.99.0"), printed("Python 3.9.18")), {
      message:
        /pulumi: 3\.99\.0 is too old \(needs 3\.\d+\.\d+ or newer\)[^]*python3: 3\.9\.18 is too old \(needs 3\.10/,
    });
  });

  it("broken: says how it failed", async () => {
    const broken = { code: 1, stdout: "", stderr: "cannot load library\n" };
    await assert.rejects(check(broken, printed("Python 3.11.7")), {
      message: /pulumi: does not run \(cannot load library\)/,
    });
  });
});
