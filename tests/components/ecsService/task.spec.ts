import assert from "node:assert/strict";
import type { EcsServiceArgs } from "../../../components/ecsService/args";
import { contextOf } from "../environments";
import { containerOf, containersOf, NAME, recordTask } from "./tasks";

const DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

describe("Task of an EcsService", () => {
  it("has its own address, and the size that was asked for", async () => {
    const { inputs } = (await recordTask({ cpu: 512, memoryMiB: 1024 })).one(DEFINITION);
    assert.deepEqual([inputs.networkMode, inputs.cpu, inputs.memory, inputs.family], ["awsvpc", "512", "1024", NAME]);
  });

  it("A2 runs on the cluster's instances where it has some, and on Fargate otherwise", async () => {
    const platform = async (changes: Partial<EcsServiceArgs>, cluster: object) => {
      const { inputs } = (await recordTask(changes, { environment: { cluster } })).one(DEFINITION);
      return [inputs.requiresCompatibilities, inputs.runtimePlatform?.cpuArchitecture];
    };
    const instances = { instances: { instanceType: "t3.small", minSize: 1, maxSize: 2 } };
    assert.deepEqual(await platform({}, instances), [["EC2"], undefined]);
    assert.deepEqual(await platform({ capacity: [{ provider: "fargateSpot" }] }, instances), [["FARGATE"], "X86_64"]);
    assert.deepEqual(await platform({}, {}), [["FARGATE"], "X86_64"]);
    assert.deepEqual(await platform({ architecture: "arm64" }, {}), [["FARGATE"], "ARM64"]);
  });

  it("T14 names its log group after service, repository and branch, and keeps it as long as the environment says", async () => {
    const source = { repository: "twig-api", branch: "feature/login" };
    const recording = await recordTask({ source }, { environment: { logRetentionDays: 90 } });
    const { inputs } = recording.one("aws:cloudwatch/logGroup:LogGroup");
    assert.deepEqual([inputs.name, inputs.retentionInDays], [`${NAME}-twig-api-feature-login`, 90]);
    const { options } = containersOf(recording)[0]!.logConfiguration;
    assert.equal(options["awslogs-group"], inputs.name);
  });

  it("keeps old revisions outside development: a rollback needs them", async () => {
    const kept = async (stage: "development" | "staging") =>
      (await recordTask({ context: contextOf({ stage }) })).one(DEFINITION).inputs.skipDestroy as boolean;
    assert.deepEqual([await kept("development"), await kept("staging")], [false, true]);
  });

  it("waits until its roles may do what they have to", async () => {
    const recording = await recordTask({
      containers: [containerOf({ environmentFiles: ["api.env"] })],
      permissions: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::twig/*"] }],
    });
    const definition = recording.one(DEFINITION);
    for (const part of ["execution", "task", "environment-files"]) {
      assert.ok(definition.dependencies.includes(`${NAME}-${part}`), part);
    }
  });

  it("is known at preview, its policies included, but for the ids of file systems", async () => {
    const args = { containers: [containerOf({ environmentFiles: ["api.env"] })], exec: true };
    const preview = await recordTask(args, { preview: true });
    const update = await recordTask(args);
    assert.deepEqual(containersOf(preview), containersOf(update));
    for (const type of ["aws:iam/rolePolicy:RolePolicy", "aws:s3/bucketPolicy:BucketPolicy"]) {
      assert.deepEqual(
        preview.all(type).map(({ inputs }) => inputs.policy),
        update.all(type).map(({ inputs }) => inputs.policy),
      );
    }
  });

  it("registers the same resources in preview, where outputs are unknown", async () => {
    const shape = async (preview: boolean) =>
      (await recordTask({ containers: [containerOf({ environmentFiles: ["api.env"] })] }, { preview })).resources
        .map(({ type, name }) => `${type} ${name}`)
        .sort();
    assert.deepEqual(await shape(true), await shape(false));
  });

  it("G4 tags what can have tags, and gives its region to what has one", async () => {
    const { resources } = await recordTask({ containers: [containerOf({ environmentFiles: ["api.env"] })] });
    const tagged = resources.filter(({ inputs }) => inputs.tags).map(({ name, inputs }) => [name, inputs.tags.Owner]);
    assert.deepEqual(
      tagged.sort(),
      ["environment-files", "execution", "logs", "task", "task"].map((part) => [`${NAME}-${part}`, "buildit"]),
    );
    for (const { type, inputs } of resources) {
      assert.equal(inputs.region, type.startsWith("aws:iam/") ? undefined : "us-west-2", type);
    }
  });
});
