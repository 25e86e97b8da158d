import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { Environment } from "../../components/environment";
import { MAX_PREFIX_LENGTH } from "../../components/environment/validation/context";
import { record, type Recorded, type Recording } from "../support/recorder";
import { argsOf, contextOf } from "./environments";

const NAME = "buildit-twig-integration";

/** The declaration of a resource type's arguments in the installed SDK. */
function declarationOf(type: string): string {
  const [, module = "", resource = ""] = /^aws:(\w+)\/(\w+):/.exec(type) ?? [];
  const file = path.join(path.dirname(require.resolve("@pulumi/aws/package.json")), module, `${resource}.d.ts`);
  return readFileSync(file, "utf8").split(/export interface \w+Args \{/)[1]!;
}

const takesTags = (type: string): boolean => /^ {4}tags\?: pulumi\.Input<\{/m.test(declarationOf(type));
const takesRegion = (type: string): boolean => /^ {4}region\?:/m.test(declarationOf(type));

describe("Component contract", () => {
  let resources: Recorded[];
  let recording: Recording;
  before(async () => {
    recording = await record(false, () => new Environment(NAME, argsOf()));
    resources = recording.resources.filter(({ type }) => type.startsWith("aws:"));
  });

  it("G4 puts the required tags on every resource that can have tags", () => {
    const taggable = resources.filter(({ type }) => takesTags(type));
    assert.ok(taggable.length > 30);
    for (const { name, type, inputs } of taggable) {
      const { Owner, Project, Environment: environment, ManagedBy } = (inputs.tags ?? {}) as Record<string, string>;
      assert.deepEqual(
        [Owner, Project, environment, ManagedBy],
        ["buildit", "twig", "integration", "slipway"],
        `${type} ${name}`,
      );
    }
  });

  it("Q7 puts the required tags on what groups and templates launch", () => {
    const group = recording.one("aws:autoscaling/group:Group").inputs.tags as {
      key: string;
      propagateAtLaunch: boolean;
    }[];
    const template = recording.one("aws:ec2/launchTemplate:LaunchTemplate").inputs.tagSpecifications as {
      resourceType: string;
      tags: Record<string, string>;
    }[];
    assert.deepEqual(
      template.map(({ resourceType }) => resourceType),
      ["instance", "volume", "network-interface"],
    );
    for (const key of ["Owner", "Project", "Environment", "ManagedBy", "Name"]) {
      assert.ok(
        group.some((tag) => tag.key === key && tag.propagateAtLaunch),
        key,
      );
      for (const { tags } of template) assert.ok(tags[key], key);
    }
  });

  it("gives every regional resource its region", () => {
    for (const { name, type, inputs } of resources.filter(({ type }) => takesRegion(type))) {
      const expected = /-(health|health-.*)$/.test(name) ? "us-east-1" : "us-west-2";
      assert.equal(inputs.region, expected, `${type} ${name}`);
    }
  });

  it("names every child after its component, and makes the component its parent", () => {
    for (const { name, parent, type } of recording.resources.filter(({ type }) => type !== "pulumi:pulumi:Stack")) {
      if (type === "slipway:index:Environment") continue;
      assert.ok(name === NAME || name.startsWith(`${NAME}-`), name);
      assert.equal(parent, NAME, name);
    }
  });

  it("A5 names AWS things within AWS's limits, also where owner, project and stack are as long as they may be", async () => {
    const context = contextOf({ owner: "o".repeat(13), project: "p".repeat(12), environment: "e".repeat(12) });
    assert.equal(context.prefix.length, MAX_PREFIX_LENGTH);
    const long = await record(false, () => new Environment(context.prefix, argsOf({ context })));
    const suffix = "-1a2b3c4".length;
    const limits: Record<string, number> = {
      "aws:iam/role:Role": 64 - suffix,
      "aws:iam/instanceProfile:InstanceProfile": 128 - suffix,
      "aws:s3/bucket:Bucket": 63 - suffix,
      "aws:lb/loadBalancer:LoadBalancer": 32,
      "aws:lambda/function:Function": 64,
      "aws:cloudwatch/metricAlarm:MetricAlarm": 255,
      "aws:sns/topic:Topic": 256,
    };
    for (const [type, limit] of Object.entries(limits)) {
      for (const { name, inputs } of long.all(type)) {
        const given = (inputs.name as string | undefined) ?? name;
        assert.ok(given.length <= limit, `${type} ${given}: ${given.length} characters, at most ${limit}`);
      }
    }
  });

  it("grants listed actions on named resources, and `*` only where an action knows no resource", () => {
    const statements = recording.all("aws:iam/rolePolicy:RolePolicy").flatMap(({ inputs, name }) =>
      (inputs.policy.Statement as { Action: string | string[]; Resource: string | string[] }[]).map((statement) => ({
        name,
        actions: [statement.Action].flat(),
        resources: [statement.Resource].flat(),
      })),
    );
    assert.deepEqual(
      statements.map(({ name, actions }) => `${name.slice(NAME.length + 1)}: ${actions.join(", ")}`).sort(),
      [
        "flow-logs: logs:CreateLogStream, logs:PutLogEvents, logs:DescribeLogStreams",
        "flow-logs: logs:DescribeLogGroups",
        "health-forwarder: kms:GenerateDataKey, kms:Decrypt",
        "health-forwarder: logs:CreateLogStream, logs:PutLogEvents",
        "health-forwarder: sns:Publish",
      ],
    );
    const open = statements.filter(({ resources: named }) => named.includes("*")).flatMap(({ actions }) => actions);
    assert.deepEqual(open, ["logs:DescribeLogGroups"]);
    assert.ok(statements.every(({ actions }) => actions.every((action) => !action.includes("*"))));
  });

  it("lets only the service that needs a role assume it, on behalf of this account where the service says so", () => {
    const trusts = recording.all("aws:iam/role:Role").map(({ name, inputs }) => {
      const [statement] = inputs.assumeRolePolicy.Statement;
      const account = statement.Condition?.StringEquals["aws:SourceAccount"];
      return [name.slice(NAME.length + 1), statement.Principal.Service, account];
    });
    assert.deepEqual(trusts.sort(), [
      ["flow-logs", "vpc-flow-logs.amazonaws.com", "123456789012"],
      ["health-forwarder", "lambda.amazonaws.com", "123456789012"],
      ["instance", "ec2.amazonaws.com", undefined],
    ]);
  });

  it("refuses invalid arguments with all problems before any resource exists", async () => {
    let registered = 0;
    await record(false, () => {
      assert.throws(
        () => new Environment(NAME, argsOf({ notifications: { build: ["nobody"], operations: ["nor I"] } })),
        (error: { message: string; errors: { propertyPath: string; reason: string }[] }) => {
          assert.equal(error.message, `${NAME}: invalid arguments`);
          assert.deepEqual(error.errors, [
            { propertyPath: "notifications.operations[0]", reason: '"nor I" is not an e-mail address' },
            { propertyPath: "notifications.build[0]", reason: '"nobody" is not an e-mail address' },
          ]);
          return true;
        },
      );
    }).then(({ resources: all }) => (registered = all.length));
    assert.equal(registered, 0);
  });
});
