import assert from "node:assert/strict";
import { comparePlans } from "../../../plan/diff/compare";
import type { Finding } from "../../../plan/model";
import { emptyReport } from "../../../plan/policy/report";
import { renderTree } from "../../../plan/render/tree";
import { planned, planOf } from "../diff/support";

const TOPIC = "aws:sns/topic:Topic";

function summaryOf(problem: string): string {
  return renderTree({ plans: [planOf([], { problems: [problem] })] }, { colour: false })
    .split("\n")
    .at(-3)!;
}

function finding(name: string, message: string, rule = "tags-required"): Finding {
  return { pack: "slipway", rule, level: "mandatory", urn: planned(TOPIC, name).urn, message };
}

/** The lines about policies. */
function policiesOf(failed: Finding[]): string[] {
  const lines = renderTree({ plans: [planOf([], { policy: { ...emptyReport(), failed } })] }, { colour: false });
  return lines.slice(lines.indexOf("  Policies\n") + "  Policies\n".length, lines.indexOf("\n\ndev:")).split("\n");
}

describe("a plan as a tree", () => {
  it("counts what is wrong with settings and arguments, not the messages that list it", () => {
    assert.equal(
      summaryOf('the settings of stack "dev" have 2 problems:\n  owner: is missing\n  stage: is missing'),
      "dev: not planned, 2 problems",
    );
    assert.equal(summaryOf("slipway:Alarms: invalid arguments\n  topic: is missing"), "dev: not planned, 1 problem");
    assert.equal(summaryOf("index.ts:1: Error: no\ngood"), "dev: not planned, 1 problem");
  });

  it("says in the line of a stack that data at risk makes the plan fail, and how it is confirmed", () => {
    const base = { ref: "main", commit: "c0ffee", stacks: [planOf([planned("aws:s3/bucket:Bucket", "data")])] };
    const plans = [planOf([planned(TOPIC, "alarms")])];
    const shown = { plans, diff: comparePlans(base, plans) };
    const line = "dev: 1 resource; 0 mandatory violations; 1 resource with data at risk: ";
    assert.ok(
      renderTree(shown, { colour: false }).includes(`\n${line}fails; --confirm-data-loss takes it for meant\n`),
    );
    assert.ok(renderTree({ ...shown, dataLossConfirmed: true }, { colour: false }).includes(`\n${line}confirmed\n`));
    assert.ok(renderTree({ plans }, { colour: false }).includes("\ndev: 1 resource; 0 mandatory violations\n"));
    // Red, as every line of a stack that fails.
    assert.ok(renderTree(shown, { colour: true }).includes(`\u001b[31m${line}`));
    assert.ok(renderTree({ ...shown, dataLossConfirmed: true }, { colour: true }).includes(`\u001b[32m${line}`));
  });

  it("gives the description and the fix of a rule once, then what each resource breaks", () => {
    assert.deepEqual(
      policiesOf([
        finding("a", "Tags are set.\nOwner is missing\nFix: Set them."),
        finding("b", "Tags are set.\nProject is missing\nFix: Set them."),
        finding("a", "Topics are encrypted.\nit is not\nFix: Give a key.", "sns-encrypted"),
      ]),
      [
        "    violated (mandatory): tags-required: 2 findings",
        "      Tags are set.",
        "      Fix: Set them.",
        "      - aws:sns:Topic a",
        "        Owner is missing",
        "      - aws:sns:Topic b",
        "        Project is missing",
        "    violated (mandatory): sns-encrypted: aws:sns:Topic a",
        "      Topics are encrypted.",
        "      it is not",
        "      Fix: Give a key.",
      ],
    );
  });

  it("shows ten findings of a rule and counts the others", () => {
    const failed = Array.from({ length: 117 }, (_, index) => finding(`t${index}`, "Tags are set.\nOwner is missing"));
    const lines = policiesOf(failed);
    assert.deepEqual(lines.slice(0, 4), [
      "    violated (mandatory): tags-required: 117 findings",
      "      Tags are set.",
      "      Owner is missing",
      "      - aws:sns:Topic t0",
    ]);
    assert.deepEqual(lines.slice(12), ["      - aws:sns:Topic t9", "      and 107 more"]);
    assert.equal(policiesOf(failed.slice(0, 10)).at(-1), "      - aws:sns:Topic t9");
  });
});
