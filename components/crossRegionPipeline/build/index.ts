import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import * as aws from "../../shared/aws";
import { shortened } from "../../shared/context";
import { serviceTrust } from "../../shared/iam";
import type { LogRetentionDays } from "../../shared/logRetention";
import type { Scope } from "../../shared/scope";
import type { BuildArgs } from "../buildArgs";
import { buildspecOf } from "./buildspec";
import { createRepository } from "./repository";

/** The part's name; also the last part of the project's name. */
const PART = "build";

/** Machines by architecture, each with the image that AWS has for it. */
const MACHINES = {
  x86_64: { type: "LINUX_CONTAINER", image: "aws/codebuild/amazonlinux-x86_64-standard:5.0" },
  arm64: { type: "ARM_CONTAINER", image: "aws/codebuild/amazonlinux-aarch64-standard:3.0" },
} as const;

const COMPUTE_TYPES = {
  small: "BUILD_GENERAL1_SMALL",
  medium: "BUILD_GENERAL1_MEDIUM",
  large: "BUILD_GENERAL1_LARGE",
} as const;

/** What a build has to know of its pipeline. */
export interface BuildSurroundings {
  account: Account;
  /** Lets the build read its source and leave its result. */
  artifacts: aws.iam.PolicyStatement[];
  /** Key that encrypts what the build leaves. */
  key: aws.kms.Key;
  logRetentionDays: LogRetentionDays;
}

/** The project that builds, and the repository that its images go to. */
export interface Build {
  project: aws.codebuild.Project;
  /** Address of the repository, without a tag. */
  repositoryUrl?: pulumi.Output<string>;
}

/** A CodeBuild project that the pipeline starts, with a role that can do this build and nothing else. */
export function createBuild(scope: Scope, args: BuildArgs, surroundings: BuildSurroundings): Build {
  const { account, key, logRetentionDays } = surroundings;
  const name = scope.id(PART);
  const machine = MACHINES[args.architecture ?? "x86_64"];
  const repositoryUrl = args.kind === "image" ? createRepository(scope, args) : undefined;
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    { name: `/aws/codebuild/${name}`, retentionInDays: logRetentionDays, ...scope.common(PART) },
    scope.child,
  );
  const role = new aws.iam.Role(
    name,
    {
      name: shortened(name, 64),
      description: `Builds of ${scope.name}`,
      assumeRolePolicy: serviceTrust(
        "codebuild.amazonaws.com",
        account.id,
        account.arn("codebuild", `project/${name}`),
      ),
      tags: scope.tags(PART),
    },
    scope.child,
  );
  const policy = new aws.iam.RolePolicy(
    name,
    {
      role: role.name,
      policy: { Version: "2012-10-17", Statement: statementsOf(name, args, surroundings) },
    },
    scope.child,
  );
  const project = new aws.codebuild.Project(
    name,
    {
      name,
      description: `Builds of ${scope.name}`,
      serviceRole: role.arn,
      source: { type: "CODEPIPELINE", ...buildspecOf(args) },
      artifacts: { type: "CODEPIPELINE" },
      environment: {
        type: machine.type,
        computeType: COMPUTE_TYPES[args.size ?? "small"],
        image: args.image ?? machine.image,
        // Docker runs in the build's container only if it may start containers.
        privilegedMode: args.kind === "image",
        environmentVariables: variablesOf(args, repositoryUrl),
      },
      // Kept on the machine between builds that follow each other; nothing to pay or to clean up.
      cache: { type: "LOCAL", modes: [args.kind === "image" ? "LOCAL_DOCKER_LAYER_CACHE" : "LOCAL_CUSTOM_CACHE"] },
      encryptionKey: key.arn,
      logsConfig: { cloudwatchLogs: { groupName: logGroup.name } },
      buildTimeout: args.timeoutMinutes ?? 60,
      ...scope.common(PART),
    },
    { ...scope.child, dependsOn: [policy] },
  );
  return { project, ...(repositoryUrl && { repositoryUrl }) };
}

function variablesOf(args: BuildArgs, repositoryUrl: pulumi.Output<string> | undefined) {
  const plain: Record<string, pulumi.Input<string>> = {
    ...args.variables,
    ...(args.kind === "image" && { CONTAINER: args.container, REPOSITORY: repositoryUrl! }),
  };
  return [
    ...Object.entries(plain).map(([name, value]) => ({ name, value, type: "PLAINTEXT" })),
    ...Object.entries(args.secrets ?? {}).map(([name, value]) => ({ name, value, type: "SECRETS_MANAGER" })),
  ];
}

/** What a build may do: read its source, leave its result and reports, write its log, read its secrets, push its image. */
function statementsOf(
  name: string,
  args: BuildArgs,
  { account, artifacts }: BuildSurroundings,
): aws.iam.PolicyStatement[] {
  // The JSON key behind a secret's ARN is CodeBuild's notation.
  const secrets = Object.values(args.secrets ?? {}).map((reference) => reference.split(":").slice(0, 7).join(":"));
  return [
    ...artifacts,
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: account.arn("logs", `log-group:/aws/codebuild/${name}:*`),
    },
    {
      Effect: "Allow",
      Action: [
        "codebuild:CreateReportGroup",
        "codebuild:CreateReport",
        "codebuild:UpdateReport",
        "codebuild:BatchPutTestCases",
        "codebuild:BatchPutCodeCoverages",
      ],
      Resource: account.arn("codebuild", `report-group/${name}-*`),
    },
    ...(secrets.length > 0
      ? [{ Effect: "Allow" as const, Action: "secretsmanager:GetSecretValue", Resource: [...new Set(secrets)] }]
      : []),
    ...(args.kind === "image"
      ? [
          { Effect: "Allow" as const, Action: "ecr:GetAuthorizationToken", Resource: "*" },
          {
            Effect: "Allow" as const,
            Action: [
              "ecr:BatchCheckLayerAvailability",
              "ecr:BatchGetImage",
              "ecr:CompleteLayerUpload",
              "ecr:GetDownloadUrlForLayer",
              "ecr:InitiateLayerUpload",
              "ecr:PutImage",
              "ecr:UploadLayerPart",
            ],
            Resource: account.arn("ecr", `repository/${args.repository}`),
          },
        ]
      : []),
  ];
}
