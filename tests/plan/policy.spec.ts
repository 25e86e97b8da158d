import assert from "node:assert/strict";
import childProcess from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mock } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { findPackConfig, invalidConfig, readPackConfig, reconcile, type Rule } from "../../plan/policy/packConfig";
import { readPack } from "../../plan/policy/packProcess";
import { emptyReport } from "../../plan/policy/report";
import type { PolicyReport, StackPlan } from "../../plan/model";
import { runPlan } from "../../plan/plan";
import { passes, violations } from "../../plan/verdict";
import { FIXTURE, packFolder, planFixtures, resourceOf, runCli, withFiles } from "./support";

const STRICT = packFolder("packs/strict");

async function judged(packs: string[], stack = "network", configDir?: string): Promise<StackPlan> {
  const [plan] = await planFixtures([stack], packs, configDir);
  return plan as StackPlan;
}

/** Judges the network scenario by the strict pack, configured by the given JSON. */
async function configured(config: unknown): Promise<PolicyReport> {
  return withFiles({ "Pulumi.network.yaml": "config: {}\n" }, async (folder) => {
    mkdirSync(path.join(folder, "policy-config"));
    writeFileSync(path.join(folder, "policy-config/strict.network.json"), JSON.stringify(config));
    try {
      return (await judged([STRICT], "network", folder)).policy;
    } finally {
      assert.ok(folder);
    }
  });
}

describe("policy packs in a plan", () => {
  let plan: StackPlan;
  const messages = (part: "failed" | "warned" | "unproven" | "remediated", rule: string) =>
    plan.policy[part].filter((finding) => finding.rule === rule).map(({ message }) => message);

  before(async () => {
    plan = await judged([STRICT]);
  });

  it("see the resource options and the provider as under the engine", () => {
    const [message = ""] = messages("warned", "options-seen");
    assert.deepEqual(JSON.parse(message.split("\n")[1] ?? ""), {
      protect: true,
      ignoreChanges: ["tags"],
      deleteBeforeReplace: true,
      create: 600,
      aliases: [resourceOf(plan, "net-inner-vpc").urn.replace("net-inner-vpc", "old-vpc")],
      region: "us-west-2",
      tags: 0,
    });
  });

  it("report a rule that touches an unknown value as not evaluated", () => {
    assert.match(messages("unproven", "needs-the-id")[0] ?? "", /^can't run policy 'needs-the-id' .* during preview/);
  });

  it("fail the plan where a mandatory rule says that it cannot prove something", () => {
    assert.equal(messages("unproven", "cannot-prove").length, 1);
    assert.equal(violations(plan), 1);
    assert.equal(passes(plan), false);
  });

  it("remediate before they judge, and show the changed properties", () => {
    assert.equal(messages("remediated", "adds-tags").length, 1);
    assert.deepEqual(resourceOf(plan, "alarms").inputs.tags, { owner: "policy" });
  });

  it("judge the stack with outputs, dependencies and parents", () => {
    assert.deepEqual(messages("warned", "stack-has-tagged-topic"), [
      "Sees the whole stack\ntag policy, 1 dependencies, 1 children",
    ]);
  });

  it("judge every stack by itself, and none whose program has failed", async () => {
    const config = { "adds-tags": "disabled" };
    const alone = await configured(config);
    assert.ok(alone.failed.length + alone.warned.length + alone.unproven.length > 2);
    const files = ["twice", "network", "late"].map((stack) => [`Pulumi.${stack}.yaml`, "config: {}\n"] as const);
    await withFiles(Object.fromEntries(files), async (folder) => {
      mkdirSync(path.join(folder, "policy-config"));
      writeFileSync(path.join(folder, "policy-config/strict.json"), JSON.stringify(config));
      const [failed, network, other] = await planFixtures(["twice", "network", "late"], [STRICT], folder);
      assert.equal(failed?.problems.length, 1);
      assert.deepEqual(failed.policy, emptyReport());
      assert.deepEqual(network?.policy, alone);
      assert.equal(other?.policy.packs.length, 1);
      assert.doesNotMatch(JSON.stringify(other.policy), /urn:pulumi:(twice|network)/);
    });
  });

  it("count each rule once, by its worst result", () => {
    assert.deepEqual(plan.policy.packs, [{ name: "strict", version: "1.2.3", rules: 7, disabled: 0, passed: 3 }]);
  });

  it("run as they are published: AWSGuard", async () => {
    const { policy } = await judged([packFolder("awsguard-pack")]);
    assert.deepEqual(policy.errors, []);
    assert.deepEqual(policy.packs, [{ name: "pulumi-awsguard", version: "1.0.0", rules: 26, disabled: 3, passed: 22 }]);
    assert.deepEqual(
      policy.warned.map(({ rule, urn }) => [rule, urn]),
      [["s3-bucket-logging-enabled", "urn:pulumi:network::fixture::aws:s3/bucket:Bucket::data"]],
    );
  });

  it("that cannot start are an error with the pack's own message, without a stack", async () => {
    const { policy } = await judged([packFolder("packs/crashes")], "late");
    assert.equal(policy.errors.length, 1);
    assert.match(
      policy.errors[0] ?? "",
      /packs\/crashes: ended before it served \(exit code \d+\):[^]*this pack cannot start/,
    );
    assert.doesNotMatch(policy.errors[0] ?? "", /^ +at /m);
  });

  it("that cannot start show no stack where colours are forced either", () => {
    const { stdout } = runCli(["late", "--policy-pack", packFolder("packs/crashes")], FIXTURE, { FORCE_COLOR: "1" });
    assert.match(stdout, /this pack cannot start/);
    assert.doesNotMatch(stripVTControlCharacters(stdout), /^ +at /m);
  });

  it("whose rule throws are one error that names the rule, however many resources", async () => {
    const report = (await judged([packFolder("packs/throws")], "late")).policy;
    assert.equal(report.errors.length, 1);
    assert.match(report.errors[0] ?? "", /policy 'broken' from policy pack 'throws@v1\.2\.3'.*reading 'length'/);
    assert.match(report.errors[0] ?? "", /judging urn:\S+ and \d+ more/);
    assert.deepEqual(report.packs[0]?.passed, 0);
  });

  it("are all looked for before the first is started", async () => {
    const spawn = mock.method(childProcess, "spawn");
    const packs = [packFolder("packs/strict"), packFolder("packs/none")];
    const request = { root: FIXTURE, configDir: FIXTURE, stacks: ["late"], policyPacks: packs };
    try {
      await assert.rejects(runPlan({ ...request, format: "tree", colour: false }), /packs\/none: no such folder/);
      assert.equal(spawn.mock.callCount(), 0);
    } finally {
      spawn.mock.restore();
    }
  });

  it("must have a PulumiPolicy.yaml for Node.js", async () => {
    assert.throws(() => readPack(FIXTURE), /no PulumiPolicy\.yaml in it/);
    await withFiles({ "PulumiPolicy.yaml": "runtime: python\n" }, (folder) => {
      assert.throws(() => readPack(folder), /runtime: "python" cannot be started; allowed: nodejs/);
    });
  });
});

describe("configuration of policies", () => {
  const rules: Rule[] = [
    {
      name: "a",
      level: "mandatory",
      schema: { properties: { size: { type: "integer", default: 3 }, name: { type: "string" } }, required: ["size"] },
    },
    { name: "b", level: "advisory" },
  ];

  it("of a stack goes before the pack author's, which goes before the schema's defaults", async () => {
    // Author: prefix "10.7". The stack's VPC is 10.0.0.0/16 where its settings say nothing else.
    assert.equal((await configured({})).failed.length, 1);
    assert.equal((await configured({ "vpc-cidr": { prefix: "10.0" } })).failed.length, 0);
  });

  it("sets levels, for all rules or one", async () => {
    const report = await configured({ all: "disabled", "vpc-cidr": "advisory" });
    assert.deepEqual([report.failed.length, report.warned.length, report.packs[0]?.disabled], [0, 1, 6]);
  });

  it("is the stack's in the folder of its settings, else that folder's, else the project's for all stacks", async () => {
    const names = ["stacks/policy-config/p.dev.json", "stacks/policy-config/p.json", "policy-config/p.json"];
    await withFiles({}, (root) => {
      for (const folder of ["stacks/policy-config", "policy-config"])
        mkdirSync(path.join(root, folder), { recursive: true });
      // A stack of the same name in another folder is another stack.
      for (const name of [...names, "policy-config/p.dev.json"]) writeFileSync(path.join(root, name), "{}");
      const find = () => findPackConfig("p", "dev", path.join(root, "stacks"), root);
      for (const name of names) {
        assert.equal(find(), path.join(root, name));
        rmSync(path.join(root, name));
      }
      assert.equal(find(), undefined);
    });
  });

  it("that a schema refuses, or that names no rule, is an error with every problem", async () => {
    const { errors } = await configured({ "vpc-cidr": { prefix: 7 }, "no-such": "advisory" });
    assert.match(
      errors.join("\n"),
      /strict\.network\.json: no-such: no such rule\n.*: vpc-cidr\.prefix: Instance type "number" is invalid\. Expected "string"/,
    );
  });

  it("is reconciled as the engine does: defaults, `all`, then each rule", () => {
    const result = reconcile(
      rules,
      new Map([["a", { level: "advisory" as const, properties: { name: "author" } }]]),
      new Map([
        ["all", { level: "disabled" as const, properties: {} }],
        ["b", { level: "mandatory" as const, properties: {} }],
      ]),
    );
    assert.deepEqual(Object.fromEntries(result), {
      a: { level: "disabled", properties: { size: 3, name: "author" } },
      b: { level: "mandatory", properties: {} },
    });
    assert.deepEqual(invalidConfig(rules, result, new Map()), []);
  });

  it("takes a level, or an object of level and properties; anything else is refused with what is allowed", async () => {
    await withFiles(
      { "good.json": '{"a": "disabled", "b": {"size": 1}}', "bad.json": '{"a": "loud", "b": 5}', "no.json": "{" },
      (folder) => {
        const good = readPackConfig(path.join(folder, "good.json"));
        assert.deepEqual(
          [...good.values()],
          [
            { level: "disabled", properties: {} },
            { level: undefined, properties: { size: 1 } },
          ],
        );
        assert.throws(
          () => readPackConfig(path.join(folder, "bad.json")),
          /a: "loud" is no enforcement level; allowed: advisory.*\n.*b: 5 is no/,
        );
        assert.throws(() => readPackConfig(path.join(folder, "no.json")), /no\.json: not valid JSON/);
      },
    );
  });
});
