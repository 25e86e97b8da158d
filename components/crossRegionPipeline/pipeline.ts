import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import * as aws from "../shared/aws";
import type { Scope } from "../shared/scope";
import type { CrossRegionPipelineArgs } from "./args";
import { artifactBucketName, artifactStatements, BUCKET_QUESTIONS } from "./artifactAccess";
import type { ArtifactStore } from "./artifacts";
import type { Build } from "./build";
import { alarmStatements, approvalStatements, createPipelineRole } from "./role";
import { gitSource, type Source } from "./source";
import { approvalStage, deployStages, type Stage } from "./stages";
import type { TargetArgs } from "./targetArgs";
import { createTarget } from "./targets";
import { createActionLogs } from "./targets/ec2";
import type { Deployment } from "./targets/target";

/** One region of one target, by names that AWS knows. */
export type Destination = Record<string, pulumi.Input<string>>;

/** What the pipeline is made of. */
interface PipelineParts {
  account: Account;
  regions: string[];
  /** How the names of the artifact buckets begin. */
  prefix: string;
  source: Source;
  artifacts: ArtifactStore[];
  build?: Build;
}

const EXECUTION_MODES = { queued: "QUEUED", superseded: "SUPERSEDED", parallel: "PARALLEL" } as const;

/** The pipeline itself, with everything that its stages deploy by. */
export function createPipeline(
  scope: Scope,
  args: CrossRegionPipelineArgs,
  parts: PipelineParts,
): { pipeline: aws.codepipeline.Pipeline; destinations: Destination[] } {
  const { account, regions, prefix, artifacts, build } = parts;
  const { environment, infrastructure, executions = "queued" } = args;
  const program = infrastructure && gitSource("infrastructure", infrastructure);
  const sources = [parts.source, ...(program ? [program] : [])];
  const { deploymentOf, deployments, destinations } = deploymentsOf(scope, args, account, prefix);
  const stageParts = {
    regions,
    deploymentOf,
    topicArn: environment.topics.build.arn,
    version: parts.source.version,
    ...(program && { infrastructure: program.version }),
    onFailure: executions === "parallel" ? ("stop" as const) : ("rollback" as const),
  };
  const stages: Stage[] = [
    { name: "source", actions: sources.map(({ action }) => action) },
    ...(build ? [buildStage(build)] : []),
    ...args.stages.flatMap((stage) =>
      stage.kind === "approval" ? [approvalStage(stage, args.stages, stageParts)] : deployStages(stage, stageParts),
    ),
  ];
  const targets = args.stages.flatMap((stage) => (stage.kind === "deploy" ? stage.targets : []));
  const logged = targets.filter(({ kind }) => kind === "ec2").flatMap((target) => target.regions ?? regions);
  for (const region of new Set(logged)) createActionLogs(scope.in(region), args.logRetentionDays ?? 30);
  const common: aws.iam.PolicyStatement[] = [
    ...sources.flatMap(({ statements }) => statements),
    {
      Effect: "Allow",
      Action: BUCKET_QUESTIONS,
      Resource: regions.map((region) => account.bucketArn(artifactBucketName(prefix, region, account))),
    },
    ...regions.flatMap((region) => artifactStatements(prefix, region, account, "write")),
    ...(build
      ? [
          {
            Effect: "Allow" as const,
            Action: ["codebuild:BatchGetBuilds", "codebuild:StartBuild"],
            Resource: account.arn("codebuild", `project/${scope.id("build")}`),
          },
        ]
      : []),
    ...approvalStatements(args.stages, environment.topics),
    ...alarmStatements(args.stages, account),
  ];
  const needed = deployments.map(({ statements }) => statements);
  const { role, permissions } = createPipelineRole(scope, account, common, needed);
  const pipeline = new aws.codepipeline.Pipeline(
    scope.name,
    {
      name: scope.name,
      roleArn: role.arn,
      pipelineType: "V2",
      executionMode: EXECUTION_MODES[executions],
      artifactStores: artifacts.map(({ region, bucket, key }) => ({
        type: "S3",
        location: bucket.bucket,
        encryptionKey: { type: "KMS", id: key.arn },
        // CodePipeline refuses a region where there is one only.
        ...(artifacts.length > 1 && { region }),
      })),
      stages,
      triggers: sources.flatMap(({ triggers }) => triggers),
      region: scope.region,
      tags: scope.context.tags(scope.name),
    },
    { ...scope.child, dependsOn: [...permissions, ...artifacts.flatMap(({ ready }) => ready)] },
  );
  return { pipeline, destinations };
}

function buildStage({ project }: Build): Stage {
  return {
    name: "build",
    actions: [
      {
        name: "build",
        category: "Build",
        owner: "AWS",
        provider: "CodeBuild",
        version: "1",
        namespace: "build",
        inputArtifacts: ["source"],
        outputArtifacts: ["build"],
        configuration: { ProjectName: project.name },
      },
    ],
  };
}

/** Makes what each region of each target is deployed by, as the stages ask for it. */
function deploymentsOf(
  scope: Scope,
  { build, infrastructure, logRetentionDays = 30 }: CrossRegionPipelineArgs,
  account: Account,
  prefix: string,
) {
  const deployments: Deployment[] = [];
  const destinations: Destination[] = [];
  const deploymentOf = (stage: string, target: TargetArgs, region: string): Deployment => {
    const regional = account.in(region);
    const deployment = createTarget(
      {
        scope: scope.in(region),
        account: regional,
        part: `${stage}-${target.name}-${region}`,
        artifacts: {
          deployed: build ? "build" : "source",
          program: infrastructure ? "infrastructure" : "source",
        },
        readArtifacts: artifactStatements(prefix, region, regional, "read"),
        logRetentionDays,
      },
      target,
    );
    deployments.push(deployment);
    destinations.push({ stage, target: target.name, kind: target.kind, region, ...deployment.destination });
    return deployment;
  };
  return { deploymentOf, deployments, destinations };
}
