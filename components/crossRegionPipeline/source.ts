import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import * as aws from "../shared/aws";
import { shortened } from "../shared/context";
import { serviceTrust } from "../shared/iam";
import { createPrivateBucket } from "../shared/privateBucket";
import type { Scope } from "../shared/scope";
import { BUCKET_QUESTIONS } from "./artifactAccess";
import type { GitSourceArgs, S3SourceArgs, SourceArgs } from "./sourceArgs";

type Action = aws.types.input.codepipeline.PipelineStageAction;
type Trigger = aws.types.input.codepipeline.PipelineTrigger;

/** What a source adds to its pipeline. */
export interface Source {
  action: Action;
  /** What starts an execution, where the pipeline itself watches the source. */
  triggers: Trigger[];
  /** What the pipeline's role has to be allowed. */
  statements: aws.iam.PolicyStatement[];
  /** The bucket that archives are uploaded to. */
  bucket?: aws.s3.Bucket;
  /** The version that an execution deploys, in words; CodePipeline fills in the variables. */
  version: string;
}

export function createSource(scope: Scope, args: SourceArgs, prefix: string, account: Account): Source {
  return args.kind === "git" ? gitSource("source", args) : createS3Source(scope, args, prefix, account);
}

/**
 * An action that reads a repository. Pushes that match start an execution; with triggers, no other push does.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html
 */
export function gitSource(name: string, args: GitSourceArgs): Source {
  const { connectionArn, repository, branch, paths = [], ignoredPaths = [], tags = [] } = args;
  const files = {
    ...(paths.length > 0 && { includes: paths }),
    ...(ignoredPaths.length > 0 && { excludes: ignoredPaths }),
  };
  const push =
    tags.length > 0
      ? { tags: { includes: tags } }
      : { branches: { includes: [branch] }, ...(Object.keys(files).length > 0 && { filePaths: files }) };
  return {
    action: sourceAction(name, "CodeStarSourceConnection", {
      ConnectionArn: connectionArn,
      FullRepositoryId: repository,
      BranchName: branch,
      OutputArtifactFormat: "CODE_ZIP",
    }),
    triggers: [
      {
        providerType: "CodeStarSourceConnection",
        gitConfiguration: { sourceActionName: name, pushes: [push] },
      },
    ],
    statements: [
      {
        Effect: "Allow",
        // A connection's ARN begins with the old or the new name of the service, and its action has to as well.
        Action: ["codestar-connections:UseConnection", "codeconnections:UseConnection"],
        Resource: connectionArn,
        Condition: {
          StringEqualsIfExists: {
            "codestar-connections:FullRepositoryId": repository,
            "codeconnections:FullRepositoryId": repository,
          },
        },
      },
    ],
    // A tag may be on any branch.
    version: `commit #{${name}.CommitId} of ${repository}${tags.length > 0 ? "" : ` (${branch})`}`,
  };
}

/** A versioned bucket whose uploads start the pipeline by an event: nothing polls. */
function createS3Source(scope: Scope, { key }: S3SourceArgs, prefix: string, account: Account): Source {
  const part = "source";
  const name = pulumi.interpolate`${prefix}-source-${account.id}`;
  const arn = account.bucketArn(name);
  const { bucket } = createPrivateBucket(scope, part, {
    fixed: { name, arn },
    statements: () => [],
    keepVersionsDays: 365,
  });
  new aws.s3.BucketNotification(
    scope.id(part),
    { bucket: bucket.id, eventbridge: true, region: scope.region },
    scope.child,
  );
  startOnUpload(scope, { part, key }, bucket.bucket, account);
  return {
    action: sourceAction(part, "S3", { S3Bucket: bucket.bucket, S3ObjectKey: key, PollForSourceChanges: "false" }),
    triggers: [],
    statements: [
      {
        Effect: "Allow",
        Action: BUCKET_QUESTIONS,
        Resource: arn,
      },
      {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"],
        Resource: pulumi.interpolate`${arn}/${key}`,
      },
    ],
    bucket,
    version: `version #{source.VersionId} of ${key}`,
  };
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/create-S3-source-events.html */
function startOnUpload(
  scope: Scope,
  { part, key }: { part: string; key: string },
  bucket: pulumi.Output<string>,
  account: Account,
): void {
  const pipelineArn = account.arn("codepipeline", scope.name);
  const rule = new aws.cloudwatch.EventRule(
    scope.id(part),
    {
      name: shortened(scope.id(part), 64),
      description: `Uploads of ${key} start ${scope.name}`,
      eventPattern: pulumi.jsonStringify({
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: [bucket] }, object: { key: [key] } },
      }),
      ...scope.common(part),
    },
    scope.child,
  );
  const role = new aws.iam.Role(
    scope.id(part),
    {
      name: shortened(scope.id(part), 64),
      description: `EventBridge starts ${scope.name}`,
      assumeRolePolicy: serviceTrust("events.amazonaws.com", account.id),
      tags: scope.tags(part),
    },
    scope.child,
  );
  const policy = new aws.iam.RolePolicy(
    scope.id(part),
    {
      role: role.name,
      policy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "codepipeline:StartPipelineExecution", Resource: pipelineArn }],
      },
    },
    scope.child,
  );
  new aws.cloudwatch.EventTarget(
    scope.id(part),
    { rule: rule.name, arn: pipelineArn, roleArn: role.arn, region: scope.region },
    { ...scope.child, dependsOn: [policy] },
  );
}

function sourceAction(name: string, provider: string, configuration: Record<string, pulumi.Input<string>>): Action {
  return {
    name,
    category: "Source",
    owner: "AWS",
    provider,
    version: "1",
    namespace: name,
    outputArtifacts: [name],
    configuration,
  };
}
