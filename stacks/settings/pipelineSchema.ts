import { z } from "zod";
import { NAME } from "../../components/shared/formats";

// The settings of pipelines and of the instances that they deploy to. The shape follows the arguments of CrossRegionPipeline
// and Ec2Targets, where stacks, services and fleets are named instead of passed; the components' validators check the rest.

const name = (what: string) => z.string().regex(NAME).max(20).describe(what);
const strings = (description: string) => z.array(z.string()).describe(description);
const texts = (description: string) => z.record(z.string(), z.string()).describe(description);

const git = z
  .strictObject({
    kind: z.literal("git"),
    connectionArn: z.string().describe("Connection in the pipeline's region, confirmed in the console."),
    repository: z.string().describe("Owner and name, e.g. `buildit/twig-api`."),
    branch: z.string().describe("Branch, e.g. `feature/login`; part of the pipeline's name."),
    paths: strings("Files whose change starts an execution, e.g. `src/**`; at most 8.").optional(),
    ignoredPaths: strings("Files whose change alone starts none, e.g. `docs/**`; at most 8.").optional(),
    tags: strings("Git tags that start one in place of pushes, e.g. `v*`; at most 8.").optional(),
  })
  .describe("A branch of a repository at GitHub, GitLab or Bitbucket.");

const s3 = z
  .strictObject({
    kind: z.literal("s3"),
    key: z.string().describe("Key of the ZIP archive, e.g. `lcloud.zip`; each upload starts an execution."),
  })
  .describe("An archive in a versioned bucket of the pipeline's own.");

const buildFields = {
  buildspec: z.string().optional().describe("Buildspec in the source; ours builds a `Dockerfile`, for an image."),
  image: z.string().optional().describe("Image that the build runs in; Amazon Linux 2023 when left out."),
  architecture: z
    .enum(["x86_64", "arm64"])
    .default("x86_64")
    .describe("Processor that the build runs on: that of the services, for an image."),
  size: z.enum(["small", "medium", "large"]).default("small").describe("Size of the machine; it bills by minute."),
  timeoutMinutes: z.int().default(60).describe("Longest build, 5–480 minutes."),
  variables: texts("Environment variables; no credentials.").default({}),
  secrets: texts("Variables from Secrets Manager: its ARN, with `:json-key` behind it.").default({}),
};

const build = z
  .discriminatedUnion("kind", [
    z
      .strictObject({
        kind: z.literal("image"),
        repository: z.string().describe("Repository in ECR, which the pipeline makes; services pull from it."),
        container: z.string().describe("Container that runs the image, in all services of the pipeline."),
        keepImages: z
          .int()
          .default(500)
          .describe("Images that are kept, 1–1000: more than are built while the last stage waits."),
        ...buildFields,
      })
      .describe("A container image, for services."),
    z
      .strictObject({ kind: z.literal("archive"), ...buildFields })
      .describe("An archive of the files that the buildspec names, for instances."),
  ])
  .describe("What CodeBuild makes of the source.");

const regions = strings("Regions to deploy to; all of the pipeline's when left out.").optional();
const fleet = z.string().describe("Fleet of `ec2Targets` in this stack.");
const targetAlarms = strings("Further alarms in each region; `<region>` in a name stands for it.").default([]);

const codeDeploy = z
  .strictObject({
    kind: z.literal("codeDeploy"),
    fleet,
    regions,
    pace: z
      .union([
        z.enum(["oneAtATime", "halfAtATime", "allAtOnce"]),
        z.strictObject({ healthyPercent: z.int().describe("Share that serves all the while, 1–99 percent.") }),
      ])
      .default("oneAtATime")
      .describe("How many instances are deployed to at a time."),
    alarms: targetAlarms,
  })
  .describe("Instances, by CodeDeploy; the archive has an `appspec.yml`.");

const ec2 = z
  .strictObject({
    kind: z.literal("ec2"),
    fleet,
    regions,
    directory: z.string().describe("Folder on the instance that gets the files, e.g. `/srv/app`."),
    postScript: z.string().describe("Script in the archive that runs after them, e.g. `scripts/restart.sh`."),
    preScript: z.string().optional().describe("Script that runs before them."),
    batchPercent: z.int().default(50).describe("Instances at a time, 1–100 percent."),
  })
  .describe("Linux instances, by CodePipeline itself; one that is replaced is empty until the next execution.");

const ecs = z
  .strictObject({
    kind: z.literal("ecs"),
    service: z.string().describe("Service whose `imageOwner` is `pipeline`."),
    stack: z.string().optional().describe("Stack of the service; this one when left out."),
    timeoutMinutes: z.int().default(60).describe("Longest deployment, 1–60 minutes."),
  })
  .describe("A service gets the image.");

const pulumi = z
  .strictObject({
    kind: z.literal("pulumi"),
    name: name("Unique in the stage, e.g. `network`."),
    stack: z.string().describe("Stack as `pulumi stack select` takes it."),
    directory: z.string().optional().describe("Folder of its stack file, e.g. `examples/twig`."),
    backend: z.string().describe("Address of its state, e.g. `s3://acme-pulumi-state?region=us-west-2`."),
    secretsKeyArn: z.string().describe("KMS key of its secrets."),
    policyArns: strings("Policies that say what `pulumi up` may do; 1–10."),
    permissionsBoundaryArn: z.string().optional().describe("Policy that the role can never go beyond."),
    timeoutMinutes: z.int().default(120).describe("Longest run, 5–480 minutes."),
  })
  .describe("`pulumi up` of a stack, by a role of its own.");

const wave = z.strictObject({
  regions: strings("Regions that are deployed to at once."),
  watch: z
    .strictObject({
      minutes: z.int().describe("Length of the pause, 1–55 minutes."),
      alarms: strings("Alarms in each region of the wave; `<region>` in a name stands for it."),
    })
    .optional()
    .describe("Alarms that take the wave back, and keep the next ones from starting."),
});

const stageName = name("Unique in the pipeline, e.g. `staging`.");

const approval = z
  .strictObject({
    kind: z.literal("approval"),
    name: stageName,
    approves: z.string().describe("Stage after it that it opens; stages of production need one."),
    reviewUrl: z.string().optional().describe("Page to look at before."),
    timeoutMinutes: z.int().default(10080).describe("Longest wait, 5–86400 minutes."),
  })
  .describe("A person decides; the build topic is told what waits.");

const deploy = z
  .strictObject({
    kind: z.literal("deploy"),
    name: stageName,
    targets: z.array(z.discriminatedUnion("kind", [codeDeploy, ec2, ecs, pulumi])).describe("What is deployed to."),
    waves: z.array(wave).optional().describe("Regions in their order; all at once when left out."),
    onFailure: z
      .enum(["rollback", "retryFailedActions", "retryAllActions", "stop"])
      .optional()
      .describe("What a failed deployment brings: `rollback`, unless executions are parallel."),
    window: z
      .strictObject({
        cron: z.string().describe("Quartz expression of the minutes that are open, e.g. `* * 9-16 ? * MON-THU *`."),
        timezone: z.string().default("UTC").describe("Its time zone, e.g. `America/New_York`."),
      })
      .optional()
      .describe("When the stage may begin; at any time when left out."),
  })
  .describe("Deploys, in every region at once or in waves.");

export const pipelineSchema = z.strictObject({
  name: name("Unique in the stack; `name-branch` for a Git source."),
  source: z.discriminatedUnion("kind", [git, s3]).describe("What the pipeline deploys, and what starts it."),
  infrastructure: git
    .optional()
    .describe("Repository of the stacks that `pulumi` targets update; it starts the pipeline too."),
  build: build.optional(),
  regions: strings(
    "Regions to deploy to, each with an artifact bucket and key; this stack's when left out.",
  ).optional(),
  artifactPrefix: z
    .string()
    .optional()
    .describe("How the buckets' names begin, at most 30 characters; the pipeline's name when left out."),
  executions: z
    .enum(["queued", "superseded", "parallel"])
    .default("queued")
    .describe("What an execution does while another one runs."),
  stages: z.array(z.discriminatedUnion("kind", [approval, deploy])).describe("Stages in their order."),
});

const place = z.strictObject({
  region: z.string().describe("AWS region."),
  vpcId: z.string().describe("Id of a VPC that is there already."),
  subnetIds: strings("Private subnets of the instances, two or more in production."),
  imageId: z
    .string()
    .optional()
    .describe(
      "Image, e.g. `ami-0123456789abcdef0`; the newest Amazon Linux 2023 when left out. `ec2` targets need one.",
    ),
});

export const ec2TargetsSchema = z.strictObject({
  name: name("Unique in the stack, e.g. `web`."),
  instanceType: z.string().describe("EC2 instance type, e.g. `t3.small`."),
  count: z.int().describe("Instances in each region; two or more in production."),
  rootVolumeGiB: z.int().default(16).describe("Size of the encrypted root volume, 8–16384 GiB."),
  places: z.array(place).min(1).describe("Regions that have the fleet, each with its network."),
});

/** A pipeline as the settings describe it. */
export type PipelineSettings = z.infer<typeof pipelineSchema>;
/** A stage of it that deploys. */
export type DeploySettings = z.infer<typeof deploy>;
/** A target of such a stage. */
export type TargetSettings = DeploySettings["targets"][number];
/** A fleet of instances as the settings describe it. */
export type Ec2TargetsSettings = z.infer<typeof ec2TargetsSchema>;
