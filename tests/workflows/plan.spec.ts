import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Answer, runScript } from "./fakeTools";

/** Runs `plan.sh` with an `npm run plan` that answers so, and reads the comment that it leaves. */
function planned(answer: Omit<Answer, "to">) {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-plan-"));
  try {
    const ran = runScript("plan.sh", ["HEAD^1", path.join(folder, "new")], { npm: [{ to: "plan", ...answer }] });
    return { ...ran, comment: readFileSync(path.join(folder, "new", "plan.md"), "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("plan.sh", () => {
  const PLAN = "<!-- slipway plan -->\n### Offline plan\n\n✅ nothing changes\n";

  it("plans against the base, as Markdown, and leaves the plan for the comment and the summary", () => {
    const { code, comment, summary, calls } = planned({ writes: { option: "--out", text: PLAN } });
    assert.deepEqual([code, comment, summary], [0, PLAN, PLAN]);
    assert.deepEqual(calls[0]?.args.slice(0, 8), [
      ...["run", "-s", "plan", "--", "--base", "HEAD^1", "--format", "markdown"],
    ]);
  });

  it("fails with a plan that fails, and leaves it all the same", () => {
    const { code, comment, summary } = planned({ writes: { option: "--out", text: PLAN }, code: 1 });
    assert.deepEqual([code, comment, summary], [1, PLAN, PLAN]);
  });

  it("makes a comment of the reason where there is no plan, and fails", () => {
    // As the command does that checks before the plan that it can write: the file is there, and empty.
    const reason = "Pulumi.yaml:3:1: not valid YAML\n```\n</details>\n";
    const { code, comment, summary, stderr } = planned({
      writes: { option: "--out", text: "" },
      stderr: reason,
      code: 1,
    });
    assert.equal(code, 1);
    assert.equal(stderr, reason);
    assert.equal(summary, comment);
    assert.match(comment, /^<!-- slipway plan -->\n/);
    assert.match(comment, /There is no plan/);
    for (const line of reason.trim().split("\n")) assert.ok(comment.includes(`\n    ${line}\n`), line);
  });

  it("keeps the reason within a comment's length", () => {
    const { comment } = planned({ stderr: `${"x".repeat(5000)}\n`.repeat(100), code: 1 });
    assert.ok(comment.length < 20_000, `${comment.length} characters`);
  });
});
