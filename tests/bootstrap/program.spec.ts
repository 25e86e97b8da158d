import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { projectRoot } from "../../ops/shared/projectRoot";
import { runCli } from "../plan/support";

const PROGRAM = path.join(projectRoot, "bootstrap/github");
const PACK = path.join(projectRoot, "policy");

describe("the program of the roles for GitHub", () => {
  it("is planned as it stands, and every policy of the pack agrees", () => {
    const { status, stdout, stderr } = runCli(["--format", "json", "--policy-pack", PACK], PROGRAM);
    assert.equal(status, 0, stderr);
    const plan = JSON.parse(stdout) as {
      stacks: Record<string, { policy: Record<string, unknown>; problems: unknown[] }>;
    };
    const { account, ...others } = plan.stacks;
    assert.deepEqual([account?.problems, others], [[], {}]);
    const { failed, warned, unproven, errors } = account!.policy;
    assert.deepEqual({ failed, warned, unproven, errors }, { failed: [], warned: [], unproven: [], errors: [] });
  });

  it("says what is wrong with its settings, without a stack trace", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "slipway-bootstrap-"));
    try {
      writeFileSync(path.join(folder, "Pulumi.account.yaml"), "config:\n  slipway-github:repository: shop\n");
      const { status, stdout, stderr } = runCli(["--config-dir", folder], PROGRAM);
      assert.equal(status, 1);
      assert.match(stdout, /repository: "shop": is not a repository; give OWNER\/NAME/);
      assert.match(stdout, /stacks: is missing; give a list/);
      assert.doesNotMatch(stdout + stderr, /at .*settings\.ts/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
