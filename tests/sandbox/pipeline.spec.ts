import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CodeDeployClient, GetDeploymentGroupCommand, ListApplicationsCommand } from "@aws-sdk/client-codedeploy";
import {
  CodePipelineClient,
  GetPipelineCommand,
  ListPipelinesCommand,
  StartPipelineExecutionCommand,
} from "@aws-sdk/client-codepipeline";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { ListAliasesCommand } from "@aws-sdk/client-kms";
import { GetBucketEncryptionCommand, GetBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { sandboxEnvironment } from "../../ops/sandbox/environment";
import { projectRoot } from "../../ops/shared/projectRoot";
import { requireTools } from "../../ops/sandbox/tools";
import { clientsFor } from "./support/clients";
import { inventory } from "./support/inventory";
import { assertCode, sandbox, type Ended } from "./support/sandbox";

const REGIONS = ["us-west-2", "us-east-1", "ap-southeast-2"];
const FLEET = "lcloud-site-production-web";
const PIPELINE = "lcloud-site-production-site";
const SOURCE = "lcloud-site-source-123456789012";

/** One of its own: nothing may be left in it. */
const env = { SLIPWAY_SANDBOX: "sandbox-test-pipelines" };
const folder = path.join(projectRoot, ".slipway", env.SLIPWAY_SANDBOX);

const lcloud = (command: string, ...flags: string[]) =>
  sandbox([command, "production", "--config-dir", "examples/lcloud", ...flags], { env });

const portOf = () => (JSON.parse(readFileSync(path.join(folder, "emulator.json"), "utf8")) as { port: number }).port;

/** Clients of the services that only pipelines use. */
function deliveryIn(region: string) {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const config = { endpoint: `http://127.0.0.1:${portOf()}`, region, credentials };
  return { codeDeploy: new CodeDeployClient(config), codePipeline: new CodePipelineClient(config) };
}

/** Runs a command of ours against the emulated account and the sandbox's state, as a user would against AWS. */
function operate(command: "status" | "destroy", ...args: string[]): Promise<Ended> {
  const [home] = readdirSync(path.join(folder, "stacks")).map((name) => path.join(folder, "stacks", name));
  const environment = sandboxEnvironment(process.env, {
    port: portOf(),
    backend: path.join(home!, "state"),
    passphraseFile: path.join(folder, "passphrase"),
    droppedFile: path.join(home!, "dropped.jsonl"),
    configDir: home!,
  });
  return new Promise((done) => {
    const script = ["-r", "tsx/cjs", `ops/${command}/cli.ts`, "production", "--config-dir", home!];
    const child = spawn(process.execPath, [...script, ...args], { cwd: projectRoot, env: environment });
    let [output, notes] = ["", ""];
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => (notes += text.toString()));
    child.on("close", (code) => done({ code: code ?? -1, output, notes }));
  });
}

describe("a pipeline into three regions", () => {
  let found: string[];
  let up: Ended;
  before(async () => {
    await requireTools();
    await sandbox(["stop"], { env });
    // The first preview starts the emulator and makes what the stack expects to find.
    await lcloud("preview");
    found = await inventory(portOf(), REGIONS);
    up = await lcloud("up", "--yes", "--skip-preview");
  });
  after(() => sandbox(["stop"], { env }));

  it("L4 is built by one up", () => assertCode(up, 0));

  it("T18 shows no change afterwards", async () => {
    assertCode(await lcloud("preview", "--expect-no-changes"), 0);
  });

  for (const region of REGIONS) {
    it(`L3 has tagged instances, an application and a deployment group in ${region}`, async () => {
      const { codeDeploy } = deliveryIn(region);
      const { autoScaling, ec2 } = clientsFor(portOf(), region);
      const name = `${PIPELINE}-production-web-${region}`;
      const { deploymentGroupInfo: group } = await codeDeploy.send(
        new GetDeploymentGroupCommand({ applicationName: name, deploymentGroupName: name }),
      );
      assert.deepEqual(group!.ec2TagFilters, [{ Key: "Name", Value: FLEET, Type: "KEY_AND_VALUE" }]);
      assert.deepEqual(group!.alarmConfiguration!.alarms, [{ name: `${FLEET}-${region}-missing` }]);
      const { AutoScalingGroups } = await autoScaling.send(new DescribeAutoScalingGroupsCommand());
      assert.deepEqual(
        AutoScalingGroups!.map(({ AutoScalingGroupName, Instances }) => [AutoScalingGroupName, Instances!.length]),
        [[FLEET, 2]],
      );
      const Filters = [{ Name: "tag:Name", Values: [FLEET] }];
      const { Reservations } = await ec2.send(new DescribeInstancesCommand({ Filters }));
      const instances = Reservations!.flatMap(({ Instances }) => Instances!);
      assert.deepEqual(
        instances.map(({ PublicIpAddress, KeyName }) => [PublicIpAddress, KeyName]),
        [
          [undefined, undefined],
          [undefined, undefined],
        ],
      );
    });

    it(`L2 keeps the artifacts of ${region} there, versioned, with a key of that region`, async () => {
      const { s3, kms } = clientsFor(portOf(), region);
      const Bucket = `lcloud-site-${region}-123456789012`;
      const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
      assert.equal(Status, "Enabled");
      const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
      const [rule] = ServerSideEncryptionConfiguration!.Rules!;
      const { Aliases } = await kms.send(new ListAliasesCommand({}));
      const key = Aliases!.find(({ AliasName }) => AliasName === "alias/lcloud-site-artifacts")!.TargetKeyId!;
      const used = rule!.ApplyServerSideEncryptionByDefault!.KMSMasterKeyID!;
      assert.match(used, new RegExp(`^arn:aws:kms:${region}:123456789012:key/${key}$`));
      const { pipeline } = await deliveryIn("us-west-2").codePipeline.send(new GetPipelineCommand({ name: PIPELINE }));
      const { location, encryptionKey } = pipeline!.artifactStores![region]!;
      assert.deepEqual([location, encryptionKey!.id], [Bucket, used]);
    });
  }

  it("L1 L5 T17 shows the version that was uploaded in every region, with its execution, once it has run", async () => {
    const { s3 } = clientsFor(portOf(), "us-west-2");
    const { codePipeline } = deliveryIn("us-west-2");
    const nothing = await operate("status");
    assert.match(nothing.output, /us-east-1 +none +- +- +2\/2 instances/);
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: SOURCE, Key: "site.zip", Body: "a release" }));
    const { pipelineExecutionId } = await codePipeline.send(new StartPipelineExecutionCommand({ name: PIPELINE }));
    const ended = await operate("status", "--format", "json");
    assertCode(ended, 0);
    const status = JSON.parse(ended.output) as {
      parts: { kind: string; detail: string }[];
      pipelines: { deployed: Record<string, unknown>[] }[];
      outputs: object;
    };
    assert.ok(status.parts.some(({ kind, detail }) => kind === "alarms" && /^none of \d+ in alarm$/.test(detail)));
    assert.ok("pipelines" in status.outputs);
    assert.deepEqual(
      status.pipelines[0]!.deployed.map(({ region, version, execution, healthy }) => [
        region,
        version,
        execution,
        healthy,
      ]),
      REGIONS.map((region) => [region, VersionId, pipelineExecutionId, true]),
    );
  });

  it("L6 T16 refuses to destroy what is protected and what is full, and names it", async () => {
    const ended = await operate("destroy", "--yes");
    assertCode(ended, 1);
    assert.match(ended.notes, new RegExp(`bucket ${SOURCE} in us-west-2 holds 1 versions of objects`));
    assert.match(ended.notes, /aws:kms:Key lcloud-site-production-site-artifacts-ap-southeast-2 is protected/);
    const unconfirmed = await operate("destroy", "--yes", "--release-data", "--empty");
    assertCode(unconfirmed, 2);
    assert.match(unconfirmed.notes, /give --confirm production/);
  });

  it("L6 T16 destroys it where asked twice, and leaves nothing in any region", async () => {
    assertCode(await operate("destroy", "--yes", "--release-data", "--empty", "--confirm", "production"), 0);
    assert.deepEqual(await inventory(portOf(), REGIONS), found);
    for (const region of REGIONS) {
      const { codeDeploy, codePipeline } = deliveryIn(region);
      const { applications } = await codeDeploy.send(new ListApplicationsCommand({}));
      const { pipelines } = await codePipeline.send(new ListPipelinesCommand({}));
      assert.deepEqual([applications, pipelines], [[], []], region);
    }
  });
});
