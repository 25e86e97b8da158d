import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchDeleteImageCommand, CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { MANAGED_BY } from "../../../components/shared/tags";
import { AwsAccount } from "../../../ops/doctor/aws/awsAccount";
import type { Finding } from "../../../ops/doctor/check";
import { parseEcr } from "../../../ops/doctor/checks/images";
import { diagnose } from "../../../ops/doctor/diagnose";
import { outputsIn } from "../../../ops/shared/outputs";
import type { Emulator } from "../../../ops/sandbox/emulator";
import { seedPrerequisites } from "../../../ops/sandbox/prerequisites";
import { run } from "../../../ops/shared/run";
import { readStack } from "../../../ops/shared/settings";
import { prerequisitesOf } from "../../../stacks/prerequisites";
import { fixture } from "./fixture";
import { assertCode, sandbox } from "./sandbox";

/** A sandbox of its own: what is removed here, others need. */
const SANDBOX = { SLIPWAY_SANDBOX: "sandbox-test-separate" };

/** Starts a new emulated account, and lets the SDK and `pulumi` of this process use nothing else. */
export async function startSeparateAccount(): Promise<Emulator> {
  await stopSeparateAccount();
  assertCode(await fixture("small").run("preview", [], { env: SANDBOX }), 0);
  const emulator = JSON.parse(readFileSync(`.slipway/${SANDBOX.SLIPWAY_SANDBOX}/emulator.json`, "utf8")) as Emulator;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${emulator.port}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    PULUMI_BACKEND_URL: `file://${mkdtempSync(join(tmpdir(), "slipway-doctor-"))}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
  });
  return emulator;
}

export async function stopSeparateAccount(): Promise<void> {
  for (const name of ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PULUMI_BACKEND_URL"]) {
    delete process.env[name];
  }
  delete process.env.PULUMI_CONFIG_PASSPHRASE;
  await sandbox(["stop"], { env: SANDBOX });
}

/** What the doctor says of a stack. */
export function findingsOf(stack: string, configDir: string): Promise<Finding[]> {
  const { settings, context } = readStack(stack, configDir);
  const { owner: Owner, project: Project, environment: Environment } = context;
  return diagnose(
    prerequisitesOf(settings),
    { Owner, Project, Environment, ManagedBy: MANAGED_BY },
    {
      account: new AwsAccount(context.region),
      runner: run,
      outputsOf: (name) => outputsIn(name, run),
      now: new Date(),
    },
  );
}

/** Makes everything that a stack needs, as far as it is not there. */
export async function supply(emulator: Emulator, stack: string, configDir: string): Promise<void> {
  const { settings } = readStack(stack, configDir);
  await seedPrerequisites(emulator, settings);
  const { containerImages, stateBuckets, stacks, region } = prerequisitesOf(settings);
  for (const { image } of containerImages) await pushImage(image);
  for (const bucket of stateBuckets) await makeBucket(bucket, region);
  for (const { name, outputs } of stacks) await recordStack(name, outputs);
}

const absentOnly =
  (...names: string[]) =>
  (error: Error) => {
    if (!names.includes(error.name)) throw error;
  };

async function pushImage(image: string): Promise<void> {
  const parts = parseEcr(image);
  if (!parts) return;
  const client = new ECRClient({ region: parts.region });
  const repositoryName = parts.repository;
  await client
    .send(new CreateRepositoryCommand({ repositoryName }))
    .catch(absentOnly("RepositoryAlreadyExistsException"));
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: { digest: `sha256:${"0".repeat(64)}` },
    layers: [],
  });
  await client
    .send(new PutImageCommand({ repositoryName, imageTag: parts.tag, imageManifest }))
    .catch(absentOnly("ImageAlreadyExistsException"));
}

/** Deletes a tag from its repository. */
export async function deleteImage(image: string): Promise<void> {
  const { region, repository: repositoryName, tag: imageTag } = parseEcr(image)!;
  await new ECRClient({ region }).send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
}

async function makeBucket(Bucket: string, region: string): Promise<void> {
  const client = new S3Client({ region, forcePathStyle: true });
  await client
    .send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region as "us-west-2" } }))
    .catch(absentOnly("BucketAlreadyOwnedByYou"));
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
}

/** A stack in the backend whose state has nothing but outputs. */
async function recordStack(name: string, outputs: string[]): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), "slipway-doctor-stack-"));
  const pulumi = (...args: string[]) => run("pulumi", [...args, "--stack", name], { cwd, env: process.env });
  writeFileSync(join(cwd, "Pulumi.yaml"), "name: slipway\nruntime: nodejs\n");
  await run("pulumi", ["stack", "init", name, "--no-select"], { cwd, env: process.env });
  const type = "pulumi:pulumi:Stack";
  const resource = {
    urn: `urn:pulumi:${name}::slipway::${type}::slipway-${name}`,
    ...{ type, custom: false, outputs: Object.fromEntries(outputs.map((output) => [output, {}])) },
  };
  const manifest = { time: new Date().toISOString(), magic: "", version: "" };
  writeFileSync(
    join(cwd, "state.json"),
    JSON.stringify({ version: 3, deployment: { manifest, resources: [resource] } }),
  );
  const { code, stderr } = await pulumi("stack", "import", "--file", "state.json");
  if (code !== 0) throw new Error(stderr);
}

/** Removes it. */
export async function forgetStack(name: string): Promise<void> {
  const { code, stderr } = await run("pulumi", ["stack", "rm", name, "--yes", "--force", "--preserve-config"], {
    cwd: process.cwd(),
    env: process.env,
  });
  if (code !== 0) throw new Error(stderr);
}
