import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import type { PlannedResource, Properties } from "../../plan/model";
import { PackClient } from "../../plan/policy/packClient";
import { secret } from "../../plan/values";
import { RULES } from "../../policy/rules";
import { unknown } from "../support/policy";

const folder = path.join(__dirname, "..", "..", "policy");

/** Starts the pack as Pulumi's language host does, from another working directory, and answers with its port. */
function start(): [ChildProcess, Promise<string>] {
  const entry = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const child = spawn(process.execPath, [entry, "127.0.0.1:1", folder], {
    cwd: path.dirname(folder),
    stdio: [...stdio],
  });
  const port = new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (data: Buffer) => resolve(data.toString().trim()));
    child.once("close", (code) => reject(new Error(`the pack ended with exit code ${code}`)));
  });
  return [child, port];
}

function resource(
  type: string,
  name: string,
  inputs: Properties,
  rest: Partial<PlannedResource> = {},
): PlannedResource {
  return {
    urn: `urn:pulumi:dev::slipway::${type}::${name}`,
    ...{ type, name, inputs, outputs: inputs, custom: true, remote: false, external: false },
    ...{ dependencies: [], propertyDependencies: {}, options: {} },
    ...rest,
  };
}

const tags = { Owner: "acme", Project: "shop", Environment: "dev", ManagedBy: "slipway" };
const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const ingress = (name: string, source: Properties, rest: Partial<PlannedResource> = {}) =>
  resource(
    RULE,
    name,
    { ipProtocol: "tcp", fromPort: 443, toPort: 443, description: "callers", tags, ...source },
    rest,
  );

describe("the pack's process", () => {
  let child: ChildProcess;
  let client: PackClient;

  before(async () => {
    const [started, port] = start();
    child = started;
    client = new PackClient(`127.0.0.1:${await port}`);
  });

  after(() => {
    client.close();
    child.kill();
  });

  it("tells the engine its name, version and rules", async () => {
    const { name, version, rules } = await client.info();
    assert.deepEqual([name, version], ["slipway", "0.1.0"]);
    assert.deepEqual(
      rules.map((rule) => `${rule.name} ${rule.level}`),
      RULES.map((rule) => `${rule.name} ${rule.level}`),
    );
  });

  it("accepts what complies, and types that no rule knows", async () => {
    assert.deepEqual(await client.analyze(ingress("ok", { referencedSecurityGroupId: unknown }), undefined), []);
    assert.deepEqual(await client.analyze(resource("random:index/pet:Pet", "pet", {}), undefined), []);
  });

  it("reports rule, level, message and fix", async () => {
    const [finding, ...more] = await client.analyze(ingress("open", { cidrIpv4: "0.0.0.0/0" }), undefined);
    assert.equal(more.length, 0);
    assert.deepEqual([finding?.rule, finding?.level], ["sg-no-world-ingress", "mandatory"]);
    assert.match(finding!.message, /\nthe rule admits 0\.0\.0\.0\/0 on tcp 443\nFix: /);
  });

  it("lets no unknown value of a security rule pass", async () => {
    const [unproven] = await client.analyze(ingress("unproven", { cidrIpv4: unknown }), undefined);
    assert.deepEqual([unproven?.level, /not provable/.test(unproven!.message)], ["mandatory", true]);
  });

  it("refuses a moving template version before creation, and tells an unknown one by where it comes from", async () => {
    const template = resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {});
    const group = (version: string, sources: string[]) => {
      const list = Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
      const inputs = { tags: list, launchTemplate: { id: unknown, version }, minSize: 2 };
      const propertyDependencies = { launchTemplate: sources };
      return resource("aws:autoscaling/group:Group", "g", inputs, { propertyDependencies });
    };
    const both = async (subject: PlannedResource) => [
      ...(await client.analyze(subject, undefined)).map(({ rule, level }) => ["alone", rule, level]),
      ...(await client.analyzeStack([template, subject], () => undefined)).map(({ message, level }) => [
        message,
        level,
      ]),
    ];
    assert.deepEqual(await both(group("$Latest", [template.urn])), [["alone", "lt-version-pinned", "mandatory"]]);
    assert.deepEqual(await both(group(unknown, [template.urn])), []);
    const [[message, level] = [], ...more] = await both(group(unknown, []));
    assert.deepEqual([level, more], ["advisory", []]);
    assert.match(message!, /^can't run policy 'lt-version-pinned'.*g\.launchTemplate\.version/);
  });

  it("names the variable that holds a credential, and never the value, be it a secret to Pulumi or not", async () => {
    const environment = [{ name: "DB_PASSWORD", value: "hunter2" }];
    const logConfiguration = { logDriver: "awslogs" };
    const text = JSON.stringify([{ name: "web", environment, logConfiguration, readonlyRootFilesystem: true }]);
    for (const containerDefinitions of [text, secret(text)]) {
      const task = resource("aws:ecs/taskDefinition:TaskDefinition", "task", { tags, containerDefinitions });
      const [finding, ...more] = await client.analyze(task, undefined);
      assert.deepEqual([finding?.rule, finding?.level, more], ["ecs-secrets-not-env", "mandatory", []]);
      assert.match(finding!.message, /\ncontainer web: the value of DB_PASSWORD looks like a credential/);
      assert.doesNotMatch(finding!.message, /hunter2/);
    }
  });

  it("says of container definitions that are unknown that no rule could read them", async () => {
    const props = { tags, containerDefinitions: unknown };
    const findings = await client.analyze(resource("aws:ecs/taskDefinition:TaskDefinition", "task", props), undefined);
    assert.deepEqual(
      findings.map(({ rule, level, message }) => [rule, level, /containerDefinitions/.test(message)]),
      ["ecs-container-logging", "ecs-secrets-not-env", "ecs-readonly-root"].map((rule) => [rule, "advisory", true]),
    );
  });

  it("takes levels, options and exemptions from the configuration", async () => {
    const exemption = { urn: "*::open", reason: "the partner's callers have no fixed addresses", until: "2999-12-31" };
    const level = "mandatory" as const;
    const configure = (properties: Properties) =>
      client.configure("dev", "slipway", new Map([["sg-no-world-ingress", { level, properties }]]));
    const open = () => client.analyze(ingress("open", { cidrIpv4: "0.0.0.0/0" }), undefined);
    await configure({ exemptions: [exemption] });
    assert.deepEqual(await open(), []);
    await configure({ allowedPorts: [443], loadBalancers: ["*::open"] });
    assert.deepEqual(await open(), []);
    await configure({ exemptions: [{ ...exemption, until: "2020-01-01" }] });
    assert.deepEqual(
      (await open()).map(({ message }) => /expired on 2020-01-01|admits 0/.exec(message)?.[0]),
      ["expired on 2020-01-01", "admits 0"],
    );
    await client.configure("dev", "slipway", new Map());
  });

  it("judges a stack by its outputs and by what the program declared", async () => {
    const type = "aws:ec2/securityGroup:SecurityGroup";
    const inline = [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: ["sg-1"], description: "callers" }];
    const declared = resource(type, "inline", { tags, description: "a group", ingress: inline });
    // A refresh has filled the outputs of this one.
    const filled = resource(type, "filled", { tags, description: "a group" }, { outputs: { ingress: inline } });
    const resources = [declared, filled].flatMap((group) => [
      group,
      ingress(
        `of-${group.name}`,
        { referencedSecurityGroupId: unknown },
        { propertyDependencies: { securityGroupId: [group.urn] } },
      ),
    ]);
    for (const item of resources) assert.deepEqual(await client.analyze(item, undefined), []);
    const findings = await client.analyzeStack(resources, () => undefined);
    assert.deepEqual(
      findings.map(({ rule, urn }) => [rule, urn]),
      [["sg-no-inline-and-standalone-mix", declared.urn]],
    );
  });

  it("survives properties that make no sense", async () => {
    const odd = resource(RULE, "odd", { ipProtocol: [1], fromPort: {}, cidrIpv4: [], tags: "x", description: null });
    assert.ok((await client.analyze(odd, undefined)).length > 0);
  });
});
