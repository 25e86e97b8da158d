import { spawn } from "node:child_process";
import * as ec2 from "@aws-sdk/client-ec2";
import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeStateMachineCommand, ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { projectRoot } from "../../../ops/shared/projectRoot";
import { answerXml } from "../../support/stepFunctions/emulatedAws";
import { serveExecutions, type Otherwise } from "../../support/stepFunctions/endpoint";
import { Executions } from "../../support/stepFunctions/executions";
import { clientsFor } from "./clients";
import { EmulatedWorld } from "./promotionWorld";
import { sandbox, type Ended } from "./sandbox";

const REGION = "us-west-2";
const PREFIX = "quandis-qbo-uat";
const IMAGE = "/quandis/qbo/uat/image";
const CONFIG = ["--config-dir", "examples/qbo3"];

/** What came of promoting QBO3's uat. */
export interface PromotionRun {
  /** The recorded image before, after the promotion, and after the way back. */
  readonly images: string[];
  /** Template versions of the groups after the promotion. */
  readonly versions: (string | undefined)[];
  readonly promoted: Ended;
  readonly status: Ended;
  readonly returned: Ended;
  /** Of the stack, after the promotion. */
  readonly preview: Ended;
}

/**
 * Promotes uat by `npm run promote`, while Pulumi's state is as `pulumi up` left it, looks at what Pulumi would change, and
 * goes back. The deployed state machine runs here, in front of the emulated account, which cannot run it. Images are deleted
 * at the end.
 */
export async function promoteUat(port: number): Promise<PromotionRun> {
  const account = clientsFor(port, REGION);
  const world = new EmulatedWorld(port, REGION);
  const name = `${PREFIX}-promotion`;
  const executions = new Executions(world, { name, definition: await definitionOf(port, name) });
  const { server, url } = await serveExecutions(executions, passTo(port, world));
  const image = async () => (await account.ssm.send(new GetParameterCommand({ Name: IMAGE }))).Parameter!.Value!;
  const images = [await image()];
  const promoted = await promote(url, "uat");
  images.push(await image());
  const { AutoScalingGroups } = await account.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
  const groups = AutoScalingGroups!.filter((one) => one.AutoScalingGroupName!.startsWith(PREFIX));
  const preview = await sandbox(["preview", "uat", "--expect-no-changes", ...CONFIG]);
  const status = await promote(url, "status", "uat");
  const returned = await promote(url, "rollback", "uat");
  images.push(await image());
  server.close();
  await deleteImages(account.ec2);
  const versions = groups.map(({ LaunchTemplate }) => LaunchTemplate!.Version);
  return { images, versions, promoted, status, returned, preview };
}

function promote(endpoint: string, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ["-r", "tsx/cjs", "ops/promote/cli.ts", ...args, ...CONFIG], {
    cwd: projectRoot,
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [output, notes] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (notes += text.toString()));
  return new Promise((done) => child.on("close", (code) => done({ code: code ?? -1, output, notes })));
}

async function definitionOf(port: number, name: string): Promise<object> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const sfn = new SFNClient({ endpoint: `http://127.0.0.1:${port}`, region: REGION, credentials });
  const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
  const { stateMachineArn } = stateMachines!.find((one) => one.name === name)!;
  return JSON.parse((await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).definition!) as object;
}

/** Passes requests on to the emulated account, but for those about instance refreshes, which it does not have. */
function passTo(port: number, world: EmulatedWorld): Otherwise {
  return async ({ http, action, body }, response) => {
    if (action === "DescribeInstanceRefreshes") {
      const group = new URLSearchParams(body).get("AutoScalingGroupName")!;
      return answerXml(response, action, { InstanceRefreshes: world.refreshesOf(group).slice(0, 1) });
    }
    const headers = ["content-type", "authorization", "x-amz-target"].flatMap((name): [string, string][] => {
      const value = http.headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    });
    const answer = await fetch(`http://127.0.0.1:${port}${http.url}`, { method: http.method!, headers, body });
    response.writeHead(answer.status, { "Content-Type": answer.headers.get("content-type") ?? "" });
    response.end(await answer.text());
  };
}

/** What promotions have made: a person's to delete when an environment goes, as they are the way back. */
async function deleteImages(account: ec2.EC2Client): Promise<void> {
  const Filters = [{ Name: "tag:PromotedBy", Values: [PREFIX] }];
  for (const { ImageId, BlockDeviceMappings } of (await account.send(new ec2.DescribeImagesCommand({ Filters })))
    .Images!) {
    await account.send(new ec2.DeregisterImageCommand({ ImageId }));
    for (const { Ebs } of BlockDeviceMappings!) {
      if (Ebs?.SnapshotId) await account.send(new ec2.DeleteSnapshotCommand({ SnapshotId: Ebs.SnapshotId }));
    }
  }
}
