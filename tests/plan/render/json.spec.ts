import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Validator } from "@cfworker/json-schema";
import { readPlans } from "../../../plan/base/document";
import { comparePlans } from "../../../plan/diff/compare";
import { renderJson } from "../../../plan/render/json";
import { packFolder, planFixtures } from "../support";

const ROOT = path.resolve(__dirname, "../../..");

describe("a plan in JSON", () => {
  const schema = JSON.parse(readFileSync(path.join(ROOT, "docs/plan.schema.json"), "utf8"));
  const validator = new Validator(schema, "7", false);
  const problemsOf = (text: string) => validator.validate(JSON.parse(text)).errors;

  it("is as its published schema says, also with problems, findings and what differs from a base", async () => {
    const plans = await planFixtures(["network", "secrets", "run-error", "late"], [packFolder("packs/strict")]);
    assert.deepEqual(problemsOf(renderJson({ plans })), []);
    const [network] = plans;
    const stacks = [
      { ...network!, resources: network!.resources.map((each) => ({ ...each, inputs: { ...each.inputs, x: 1 } })) },
    ];
    const diff = comparePlans({ ref: "main", commit: "c", stacks }, plans);
    assert.ok(diff.stacks[0]!.changes.length > 3);
    assert.deepEqual(problemsOf(renderJson({ plans, diff })), []);
    const broken = JSON.parse(renderJson({ plans, diff }));
    delete broken.stacks.network.policy.failed;
    broken.diff.stacks.network.changes[0].operation = "grow";
    assert.notDeepEqual(problemsOf(JSON.stringify(broken)), []);
  });

  it("can be read again, and nothing that a comparison looks at is lost", async () => {
    const plans = await planFixtures(["network", "late"]);
    const read = readPlans(renderJson({ plans }));
    const { stacks } = comparePlans({ ref: "main", commit: "c", stacks: read }, plans);
    assert.deepEqual(
      stacks.map(({ name, base, changes, outputs }) => ({ name, base, changes, outputs })),
      plans.map(({ name }) => ({ name, base: "planned", changes: [], outputs: [] })),
    );
    assert.throws(() => readPlans('{"stacks":{"dev":{}}}'), /a form that this version cannot read: stacks\.dev\.\w+/);
  });
});
