import assert from "node:assert/strict";
import { UNKNOWN } from "../../plan/values";
import { planFixture, planFixtures, resourceOf } from "./support";

describe("the plan of a program", () => {
  it("qualifies URNs by all parents' types but the stack's, as the engine does", async () => {
    const plan = await planFixture("network");
    assert.equal(
      resourceOf(plan, "net-inner-vpc").urn,
      "urn:pulumi:network::fixture::acme:index:Outer$acme:index:Inner$aws:ec2/vpc:Vpc::net-inner-vpc",
    );
    assert.equal(
      resourceOf(plan, "group").urn,
      "urn:pulumi:network::fixture::aws:ec2/securityGroup:SecurityGroup::group",
    );
  });

  it("records every option of a resource, those inherited from its parents included", async () => {
    const vpc = resourceOf(await planFixture("network"), "net-inner-vpc");
    const { version, ...options } = vpc.options;
    assert.match(version ?? "", /^7\./);
    assert.deepEqual(options, {
      protect: true,
      retainOnDelete: true,
      deleteBeforeReplace: true,
      ignoreChanges: ["tags"],
      additionalSecretOutputs: ["arn"],
      aliases: [vpc.urn.replace("net-inner-vpc", "old-vpc")],
      customTimeouts: { create: "10m" },
    });
  });

  it("records parents, dependencies, providers and the line of the program", async () => {
    const plan = await planFixture("network");
    const vpc = resourceOf(plan, "net-inner-vpc");
    const group = resourceOf(plan, "group");
    const topic = resourceOf(plan, "alarms");
    assert.equal(vpc.parent, resourceOf(plan, "net-inner").urn);
    assert.deepEqual(group.dependencies, [vpc.urn]);
    assert.deepEqual(group.propertyDependencies, { description: [], vpcId: [vpc.urn] });
    assert.deepEqual(topic.dependencies, [group.urn]);
    assert.equal(topic.provider, `${resourceOf(plan, "east").urn}::${UNKNOWN}`);
    assert.match(vpc.provider ?? "", /::pulumi:providers:aws::default_7_/);
    assert.deepEqual([vpc.source?.file, vpc.source?.line], ["scenarios/network.ts", 10]);
  });

  it("shows inputs as outputs, and what only a provider can compute as unknown", async () => {
    const plan = await planFixture("network");
    const { cidrBlock, arn } = resourceOf(plan, "net-inner-vpc").outputs;
    assert.deepEqual({ cidrBlock, arn }, { cidrBlock: "10.7.0.0/16", arn: UNKNOWN });
    assert.deepEqual(plan.outputs, {
      vpcId: UNKNOWN,
      cidr: "10.7.0.0/16",
      groupName: "fixture!",
      publicSubnets: UNKNOWN,
    });
  });

  it("gives programs the outputs of a resource whenever they read them, and functions that capture them", async () => {
    const plan = await planFixture("outputs");
    assert.deepEqual(plan.problems, []);
    assert.deepEqual(plan.outputs, {
      read: "shown",
      readLate: "shown",
      readTwice: true,
      nested: "acme",
      unknown: UNKNOWN,
      names: [true, true, true],
    });
    const code = JSON.stringify(resourceOf(plan, "callback").inputs.code);
    assert.match(code, /__topic_displayName\.value = \\"shown\\";/);
    assert.match(code, /__topic_arn\.value = undefined;/);
  });

  it("marks remote components and resources that are only read", async () => {
    const plan = await planFixture("network");
    assert.equal(resourceOf(plan, "awsx").remote, true);
    const { external, id } = resourceOf(plan, "known");
    assert.deepEqual({ external, id }, { external: true, id: "subnet-1" });
  });

  it("orders resources so that what one needs comes before it", async () => {
    const { resources } = await planFixture("network");
    const seen = new Set<string>();
    for (const { urn, parent, dependencies } of resources) {
      for (const needed of [...dependencies, ...(parent ? [parent] : [])])
        assert.ok(seen.has(needed), `${needed} before ${urn}`);
      seen.add(urn);
    }
  });

  it("waits for resources that are registered long after the program's last line", async () => {
    const plan = await planFixture("late");
    assert.deepEqual(resourceOf(plan, "second").inputs.tags, { topic: resourceOf(plan, "first").urn });
    assert.equal(plan.outputs.queue, resourceOf(plan, "second").urn);
  });

  it("runs transforms in the engine's order: the resource's, its parents', the stack's", async () => {
    const plan = await planFixture("transforms");
    assert.deepEqual(plan.outputs.tags, { ran: "own parent stack " });
    assert.equal(resourceOf(plan, "topic").options.protect, true);
  });

  it("evaluates the program anew for each stack of one run", async () => {
    const [first, second] = await planFixtures(["late", "transforms"]);
    assert.deepEqual([Object.keys(first?.outputs ?? {}), Object.keys(second?.outputs ?? {})], [["queue"], ["tags"]]);
  });
});

describe("stack references", () => {
  it("are answered by the plan of the referenced stack, by its name or its full name", async () => {
    const plan = await planFixture("reader");
    assert.deepEqual(plan.problems, []);
    assert.deepEqual(plan.outputs, { vpcId: UNKNOWN, account: "123456789012" });
  });

  it("that form a circle are a problem that names its stacks", async () => {
    const { problems } = await planFixture("circle-a");
    assert.match(problems.join(), /circle: circle-b -> circle-a -> circle-b/);
  });

  it("to another project are a problem", async () => {
    const { problems } = await planFixture("orphan");
    assert.match(problems.join(), /"organization\/elsewhere\/prod": only stacks of project "fixture" are planned/);
  });
});

describe("a program that fails", () => {
  const expected: Record<string, RegExp> = {
    "run-error": /^network\.cidr: too small\nalarms\.email: malformed$/,
    "input-error": /^Service: invalid arguments\n {2}cpu: must be a number$/,
    unexpected: /^scenarios\/unexpected\.ts:5: TypeError: Cannot read properties of undefined \(reading 'deep'\)$/,
    unanswered:
      /^scenarios\/unanswered\.ts:3: the offline plan has no answer to aws:s3\/getBucket:getBucket; add one to plan\/invokes/,
    twice: /^two resources have the URN .*::topic \(scenarios\/twice\.ts:3 and scenarios\/twice\.ts:4\)/,
  };
  for (const [stack, message] of Object.entries(expected)) {
    it(`gives one message without a stack trace: ${stack}`, async () => {
      const { problems } = await planFixture(stack);
      assert.equal(problems.length, 1, problems.join("\n---\n"));
      assert.match(problems[0] ?? "", message);
    });
  }

  it("does not keep the other stacks from being planned", async () => {
    const plans = await planFixtures(["run-error", "missing-file", "late"]);
    assert.deepEqual(
      plans.map(({ problems }) => problems.length),
      [1, 1, 0],
    );
  });
});
