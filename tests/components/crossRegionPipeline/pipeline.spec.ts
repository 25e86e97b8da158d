import assert from "node:assert/strict";
import type { Statement } from "../../support/iam";
import type { Recording } from "../../support/recorder";
import { API, GIT, NAME, pipelineArgs, REGIONS, recordPipeline, stageOf, stagesOf } from "./pipelineArgs";

const BUCKET = "aws:s3/bucket:Bucket";
const KEY = "aws:kms/key:Key";
const PIPELINE = "aws:codepipeline/pipeline:Pipeline";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

const REVIEW = { kind: "approval", name: "review", approves: "production" } as const;

const statementsOf = (recording: Recording, suffix: string): Statement[] =>
  (recording.one(ROLE_POLICY, suffix).inputs.policy as { Statement: Statement[] }).Statement;

describe("CrossRegionPipeline", () => {
  let lcloud: Recording;
  before(async () => {
    lcloud = await recordPipeline();
  });

  describe("artifacts", () => {
    it("L2 have a versioned bucket in every region, whose name begins with the prefix", () => {
      for (const region of REGIONS) {
        const bucket = lcloud.one(BUCKET, `artifacts-${region}`);
        assert.deepEqual([bucket.inputs.bucket, bucket.inputs.region], [`acme.lcloud-${region}-123456789012`, region]);
        const versioning = lcloud.one("aws:s3/bucketVersioning:BucketVersioning", `artifacts-${region}`);
        assert.deepEqual(versioning.inputs.versioningConfiguration, { status: "Enabled" });
        assert.equal(versioning.inputs.region, region);
      }
    });

    it("L2 are encrypted by a key of their own region, which rotates", () => {
      for (const region of REGIONS) {
        const key = lcloud.one(KEY, `artifacts-${region}`);
        assert.deepEqual([key.inputs.region, key.inputs.enableKeyRotation], [region, true]);
        const alias = lcloud.one("aws:kms/alias:Alias", `artifacts-${region}`);
        assert.deepEqual([alias.inputs.name, alias.inputs.region], ["alias/acme-lcloud-artifacts", region]);
      }
      const stores = lcloud.one(PIPELINE).inputs.artifactStores as {
        region: string;
        location: string;
        encryptionKey: { id: string; type: string };
      }[];
      assert.deepEqual(
        stores.map(({ region, location, encryptionKey }) => [region, location, encryptionKey.id.split(":")[3]]),
        REGIONS.map((region) => [region, `acme.lcloud-${region}-123456789012`, region]),
      );
    });

    it("L6 are protected outside development, and go with a stack in development", async () => {
      const data = [...lcloud.all(BUCKET), ...lcloud.all(KEY)];
      assert.equal(data.length, 7);
      for (const { name, protect, retainOnDelete } of data) assert.ok(protect && retainOnDelete, name);
      const context = pipelineArgs().context;
      const development = Object.assign(Object.create(context) as typeof context, { protectData: false });
      const recording = await recordPipeline({ context: development });
      for (const { name, protect } of recording.all(BUCKET)) assert.ok(!protect, name);
      assert.ok(recording.all(BUCKET).every(({ inputs }) => inputs.forceDestroy === true));
    });

    it("name no region for the only store, which CodePipeline would refuse", async () => {
      const recording = await recordPipeline({ regions: ["us-west-2"] });
      const [store, ...others] = recording.one(PIPELINE).inputs.artifactStores as { region?: string }[];
      assert.deepEqual([store!.region, others], [undefined, []]);
    });

    it("T12 may be used by the pipeline's role in exactly these buckets and with these keys", () => {
      const statements = statementsOf(lcloud, "pipeline");
      const objects = statements.filter(({ Action }) => Action.includes("s3:PutObject"));
      assert.deepEqual(
        objects.map(({ Resource }) => Resource),
        [REGIONS.map((region) => `arn:aws:s3:::acme.lcloud-${region}-123456789012/*`)],
      );
      const [keys] = statements.filter(({ Action }) => Action.includes("kms:GenerateDataKey"));
      assert.deepEqual(keys, {
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: REGIONS.map((region) => `arn:aws:kms:${region}:123456789012:key/*`),
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme-lcloud-artifacts" } },
      });
    });
  });

  describe("source", () => {
    it("L1 is a versioned bucket of which uploads start the pipeline by an event, without polling", () => {
      const { inputs } = lcloud.one(BUCKET, "source");
      assert.equal(inputs.bucket, "acme.lcloud-source-123456789012");
      assert.equal(lcloud.one("aws:s3/bucketNotification:BucketNotification").inputs.eventbridge, true);
      const [action] = stagesOf(lcloud)[0]!.actions;
      assert.deepEqual(action!.configuration, {
        S3Bucket: "acme.lcloud-source-123456789012",
        S3ObjectKey: "site.zip",
        PollForSourceChanges: "false",
      });
      assert.deepEqual(JSON.parse(lcloud.one(RULE, "source").inputs.eventPattern as string), {
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: ["acme.lcloud-source-123456789012"] }, object: { key: ["site.zip"] } },
      });
      const pipelineArn = `arn:aws:codepipeline:us-west-2:123456789012:${NAME}`;
      assert.equal(lcloud.one(TARGET, "source").inputs.arn, pipelineArn);
      assert.deepEqual(statementsOf(lcloud, "source"), [
        { Effect: "Allow", Action: "codepipeline:StartPipelineExecution", Resource: pipelineArn },
      ]);
    });

    it("T12 G1 is a branch by a connection, with filters of paths", async () => {
      const source = { ...GIT, branch: "feature/login", paths: ["src/**"], ignoredPaths: ["docs/**"] };
      const recording = await recordPipeline({ source });
      const { inputs } = recording.one(PIPELINE);
      const [action] = stagesOf(recording)[0]!.actions;
      assert.equal(action!.provider, "CodeStarSourceConnection");
      assert.equal(action!.configuration.BranchName, "feature/login");
      assert.deepEqual(inputs.triggers, [
        {
          providerType: "CodeStarSourceConnection",
          gitConfiguration: {
            sourceActionName: "source",
            pushes: [
              {
                branches: { includes: ["feature/login"] },
                filePaths: { includes: ["src/**"], excludes: ["docs/**"] },
              },
            ],
          },
        },
      ]);
      assert.equal(recording.all(RULE).filter(({ name }) => name.endsWith("-source")).length, 0);
    });

    it("T12 starts by Git tags instead of pushes, where they are given", async () => {
      const recording = await recordPipeline({ source: { ...GIT, tags: ["v*"] } });
      const [trigger] = recording.one(PIPELINE).inputs.triggers as { gitConfiguration: { pushes: unknown[] } }[];
      assert.deepEqual(trigger!.gitConfiguration.pushes, [{ tags: { includes: ["v*"] } }]);
    });

    it("T12 may use its connection under both names of the service, for its repository alone", async () => {
      const recording = await recordPipeline({ source: GIT });
      assert.deepEqual(statementsOf(recording, "pipeline")[0], {
        Effect: "Allow",
        Action: ["codestar-connections:UseConnection", "codeconnections:UseConnection"],
        Resource: GIT.connectionArn,
        Condition: {
          StringEqualsIfExists: {
            "codestar-connections:FullRepositoryId": "acme/site",
            "codeconnections:FullRepositoryId": "acme/site",
          },
        },
      });
    });

    it("T12 has the infrastructure's code beside it, whose changes start the pipeline as well", async () => {
      const up = {
        kind: "pulumi" as const,
        name: "stack",
        regions: ["us-west-2"],
        stack: "staging",
        backend: "s3://acme-state?region=us-west-2",
        secretsKeyArn: "arn:aws:kms:us-west-2:123456789012:key/1",
        policyArns: ["arn:aws:iam::123456789012:policy/up"],
      };
      const infrastructure = { ...GIT, repository: "acme/riglet" };
      const recording = await recordPipeline({
        source: GIT,
        infrastructure,
        stages: [REVIEW, stageOf({ targets: [up] })],
      });
      const [source, review, deploy] = stagesOf(recording);
      assert.deepEqual(
        source!.actions.map(({ name, outputArtifacts }) => [name, outputArtifacts]),
        [
          ["source", ["source"]],
          ["infrastructure", ["infrastructure"]],
        ],
      );
      assert.deepEqual(deploy!.actions[0]!.inputArtifacts, ["infrastructure"]);
      assert.equal(
        review!.actions[0]!.configuration.CustomData,
        "Deploy commit #{source.CommitId} of acme/site (master), with commit #{infrastructure.CommitId} of acme/riglet (master) " +
          "to production: stack in us-west-2",
      );
      assert.equal((recording.one(PIPELINE).inputs.triggers as unknown[]).length, 2);
    });
  });

  describe("build", () => {
    it("T12 makes an image in a repository that scans, keeps tags and forgets old images", async () => {
      const build = { kind: "image" as const, repository: "api", container: "api", keepImages: 20 };
      const recording = await recordPipeline({ source: GIT, build, stages: [stageOf({ targets: [API] })] });
      const { inputs } = recording.one("awsx:ecr:Repository");
      assert.deepEqual(
        [inputs.name, inputs.imageTagMutability, inputs.imageScanningConfiguration, inputs.region],
        ["api", "IMMUTABLE", { scanOnPush: true }, "us-west-2"],
      );
      assert.equal(
        (inputs.lifecyclePolicy as { rules: { maximumNumberOfImages: number }[] }).rules[0]!.maximumNumberOfImages,
        20,
      );
      const project = recording.one("aws:codebuild/project:Project").inputs;
      assert.equal((project.environment as { privilegedMode: boolean }).privilegedMode, true);
      assert.deepEqual(project.cache, { type: "LOCAL", modes: ["LOCAL_DOCKER_LAYER_CACHE"] });
      const push = statementsOf(recording, "build").find(({ Action }) => Action.includes("ecr:PutImage"));
      assert.equal(push?.Resource, "arn:aws:ecr:us-west-2:123456789012:repository/api");
      assert.deepEqual(
        stagesOf(recording).map(({ name }) => name),
        ["source", "build", "production"],
      );
      assert.deepEqual(stagesOf(recording)[2]!.actions[0]!.inputArtifacts, ["build"]);
    });

    it("T12 builds on the processors that run the image, and keeps images for as long as one may be in use", async () => {
      const build = { kind: "image", repository: "api", container: "api", architecture: "arm64" } as const;
      const recording = await recordPipeline({ source: GIT, build, stages: [stageOf({ targets: [API] })] });
      const { environment } = recording.one("aws:codebuild/project:Project").inputs;
      assert.deepEqual(
        [environment.type, environment.image],
        ["ARM_CONTAINER", "aws/codebuild/amazonlinux-aarch64-standard:3.0"],
      );
      const { rules } = recording.one("awsx:ecr:Repository").inputs.lifecyclePolicy;
      assert.equal(rules[0].maximumNumberOfImages, 500);
    });

    it("makes an archive by the source's buildspec, with reports, variables and secrets", async () => {
      const secret = "arn:aws:secretsmanager:us-west-2:123456789012:secret:npm-1a2b3c";
      const build = {
        kind: "archive" as const,
        buildspec: "ci/buildspec.yml",
        variables: { NODE_ENV: "production" },
        secrets: { NPM_TOKEN: `${secret}:token` },
      };
      const recording = await recordPipeline({ build });
      const { source, environment } = recording.one("aws:codebuild/project:Project").inputs as {
        source: unknown;
        environment: { environmentVariables: unknown; privilegedMode: boolean };
      };
      assert.deepEqual(source, { type: "CODEPIPELINE", buildspec: "ci/buildspec.yml" });
      assert.deepEqual(environment.environmentVariables, [
        { name: "NODE_ENV", value: "production", type: "PLAINTEXT" },
        { name: "NPM_TOKEN", value: `${secret}:token`, type: "SECRETS_MANAGER" },
      ]);
      assert.equal(environment.privilegedMode, false);
      const statements = statementsOf(recording, "build");
      const granted = statements.flatMap(({ Action }) => Action);
      assert.ok(granted.includes("codebuild:BatchPutTestCases"));
      assert.deepEqual(statements.find(({ Action }) => Action === "secretsmanager:GetSecretValue")?.Resource, [secret]);
      assert.ok(!granted.some((action) => action.startsWith("ecr:")));
      assert.equal(recording.all("awsx:ecr:Repository").length, 0);
    });
  });

  describe("stages", () => {
    it("L4 deploy to every region at once, each by an action there", () => {
      const deploy = stagesOf(lcloud)[2]!;
      assert.deepEqual(
        deploy.actions.map(({ name, region, provider, inputArtifacts }) => [name, region, provider, inputArtifacts]),
        REGIONS.map((region) => [`web-${region}`, region, "CodeDeploy", ["source"]]),
      );
    });

    it("L4 deploy in waves; alarms within the pause take a wave back before the next one starts", async () => {
      const waves = [
        { regions: ["us-west-2"], watch: { minutes: 30, alarms: ["web-<region>-missing"] } },
        { regions: ["us-east-1", "ap-southeast-2"] },
      ];
      const recording = await recordPipeline({ stages: [stageOf({ waves })] });
      const [, first, second] = stagesOf(recording);
      assert.deepEqual(
        [first, second].map((stage) => [stage!.name, stage!.actions.map(({ region }) => region)]),
        [
          ["production-1", ["us-west-2"]],
          ["production-2", ["us-east-1", "ap-southeast-2"]],
        ],
      );
      assert.equal(first!.onSuccess!.condition.result, "ROLLBACK");
      assert.deepEqual(
        first!.onSuccess!.condition.rules.map(({ ruleTypeId, configuration, region }) => [
          ruleTypeId.provider,
          configuration,
          region,
        ]),
        [
          [
            "CloudWatchAlarm",
            { AlarmName: "web-us-west-2-missing", AlarmStates: "ALARM", WaitTime: "30" },
            "us-west-2",
          ],
        ],
      );
      assert.equal(second!.onSuccess, undefined);
      const watching = statementsOf(recording, "pipeline").find(({ Action }) => Action === "cloudwatch:DescribeAlarms");
      assert.deepEqual(watching?.Resource, ["arn:aws:cloudwatch:us-west-2:123456789012:alarm:web-us-west-2-missing"]);
    });

    it("L4 go back when a deployment fails, or try again, or stop", async () => {
      const results = {
        rollback: { result: "ROLLBACK" },
        retryFailedActions: { result: "RETRY", retryConfiguration: { retryMode: "FAILED_ACTIONS" } },
        retryAllActions: { result: "RETRY", retryConfiguration: { retryMode: "ALL_ACTIONS" } },
        stop: undefined,
      };
      assert.deepEqual(stagesOf(lcloud)[2]!.onFailure, results.rollback);
      for (const [onFailure, expected] of Object.entries(results)) {
        const recording = await recordPipeline({ stages: [stageOf({ onFailure: onFailure as "stop" })] });
        assert.deepEqual(stagesOf(recording)[1]!.onFailure, expected, onFailure);
      }
    });

    it("T12 are of a V2 pipeline, whose executions wait for each other", async () => {
      const { inputs } = lcloud.one(PIPELINE);
      assert.deepEqual([inputs.pipelineType, inputs.executionMode], ["V2", "QUEUED"]);
      const parallel = await recordPipeline({ executions: "parallel", stages: [stageOf()] });
      assert.equal(parallel.one(PIPELINE).inputs.executionMode, "PARALLEL");
      assert.equal(stagesOf(parallel)[1]!.onFailure, undefined);
    });

    it("T13 tell the build topic what waits for approval, and where it would go", () => {
      const [approval] = stagesOf(lcloud)[1]!.actions;
      assert.equal(
        approval!.configuration.CustomData,
        "Deploy version #{source.VersionId} of site.zip to production: web in us-west-2, us-east-1, ap-southeast-2",
      );
      assert.match(approval!.configuration.NotificationArn!, /build$/);
      assert.equal(approval!.timeoutInMinutes, 10080);
      const publish = statementsOf(lcloud, "pipeline").find(({ Action }) => Action === "sns:Publish");
      assert.equal(publish?.Resource, approval!.configuration.NotificationArn);
    });

    it("begin within their window only", async () => {
      const window = { cron: "* * 9-16 ? * MON-THU *", timezone: "America/New_York" };
      const recording = await recordPipeline({ stages: [stageOf({ window })] });
      const { condition } = stagesOf(recording)[1]!.beforeEntry!;
      assert.equal(condition.result, "FAIL");
      assert.deepEqual(condition.rules[0]!.configuration, { Cron: window.cron, TimeZone: window.timezone });
    });
  });

  it("G4 gives every resource its region and its tags, and every name that AWS limits its length", async () => {
    const long = `${"a".repeat(70)}-site`;
    const recording = await recordPipeline({}, { name: long });
    for (const { type, name, inputs } of recording.all(RULE)) {
      assert.ok((inputs.name as string).length <= 64, `${type} ${name}`);
    }
    for (const { name, inputs } of recording.all("aws:iam/role:Role")) {
      assert.ok((inputs.name as string).length <= 64, name);
      assert.equal((inputs.tags as Record<string, string>).Project, "lcloud", name);
    }
    const elsewhere = lcloud.resources.filter(({ name }) => /-(us-east-1|ap-southeast-2)$/.test(name));
    assert.ok(elsewhere.length > 20);
    for (const { type, name, inputs } of elsewhere.filter(({ type }) => !type.startsWith("aws:iam"))) {
      assert.ok(name.endsWith(`-${String(inputs.region)}`), `${type} ${name} is in ${String(inputs.region)}`);
    }
  });

  it("knows its policies at preview", async () => {
    const preview = await recordPipeline({}, { preview: true });
    const objects = statementsOf(preview, "pipeline").find(({ Action }) => Action.includes("s3:PutObject"));
    assert.deepEqual(
      objects?.Resource,
      REGIONS.map((region) => `arn:aws:s3:::acme.lcloud-${region}-123456789012/*`),
    );
  });
});
