import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../environment";
import type { Account } from "../../shared/account";
import * as aws from "../../shared/aws";
import { serviceTrust } from "../../shared/iam";
import type { LogRetentionDays } from "../../shared/logRetention";
import { createPrivateBucket } from "../../shared/privateBucket";
import type { Scope } from "../../shared/scope";
import { allowHttpsOut, createGroup } from "../../shared/securityGroups";
import type { CommandsArgs } from "../commandsArgs";
import { buildspec, variablesOf } from "./buildspec";
import { commandsPolicy } from "./policy";

/** The part's name; also the last part of the project's name. */
const PART = "commands";

const DEFAULT_IMAGE = "aws/codebuild/amazonlinux-x86_64-standard:5.0";

/** Longest that any step may take; each has a shorter limit of its own in the promotion. */
const TIMEOUT_MINUTES = 480;

/** Where the commands run and what they leave behind. */
export interface Commands {
  project: aws.codebuild.Project;
  /** Keeps scripts for review and what each step says at its end, by run. */
  bucket: aws.s3.Bucket;
  /** Databases admit this group, or the environment's application group, which the commands are in as well. */
  securityGroup: aws.ec2.SecurityGroup;
}

/** What the commands share with the rest of the environment. */
export interface CommandsSurroundings {
  environment: Environment;
  account: Account;
  logRetentionDays: LogRetentionDays;
}

/** The scripts by content, not by path: where the components are installed is no change of a stack. */
function scripts(): Record<string, pulumi.asset.Asset> {
  const folder = path.join(__dirname, "..", "scripts");
  const contentOf = (name: string) => readFileSync(path.join(folder, name), "utf8");
  return Object.fromEntries(readdirSync(folder).map((name) => [name, new pulumi.asset.StringAsset(contentOf(name))]));
}

/** A CodeBuild project in the environment's network that runs the steps which its variable `STEPS` names. */
export function createCommands(
  scope: Scope,
  args: CommandsArgs,
  { environment, account, logRetentionDays }: CommandsSurroundings,
): Commands {
  const name = scope.id(PART);
  const { bucket, policy } = createPrivateBucket(scope, PART, {
    statements: () => [],
    // The commands' own files stay: they are read by every run.
    expireAfterDays: { "runs/": 365 },
    keepVersionsDays: 30,
  });
  const files = new aws.s3.BucketObjectv2(
    name,
    {
      bucket: bucket.id,
      key: "files.zip",
      source: new pulumi.asset.AssetArchive({
        scripts: new pulumi.asset.AssetArchive(scripts()),
        workspace: new pulumi.asset.FileArchive(args.workspace),
      }),
      ...scope.common(PART),
    },
    { ...scope.child, dependsOn: [policy] },
  );
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    { name: `/aws/codebuild/${name}`, retentionInDays: logRetentionDays, ...scope.common(PART) },
    scope.child,
  );
  const securityGroup = createCommandsGroup(scope, args, environment);
  const role = new aws.iam.Role(
    name,
    {
      assumeRolePolicy: serviceTrust(
        "codebuild.amazonaws.com",
        account.id,
        account.arn("codebuild", `project/${name}`),
      ),
      tags: scope.tags(PART),
    },
    scope.child,
  );
  const rolePolicy = new aws.iam.RolePolicy(
    name,
    { role: role.name, policy: commandsPolicy(args, { name, account, bucketArn: bucket.arn }) },
    scope.child,
  );
  const project = new aws.codebuild.Project(
    name,
    {
      name,
      description: `Database updates, setup packages and tests of ${scope.context.environment}`,
      serviceRole: role.arn,
      source: { type: "S3", location: pulumi.interpolate`${bucket.id}/${files.key}`, buildspec: buildspec() },
      sourceVersion: files.versionId,
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL",
        image: args.image ?? DEFAULT_IMAGE,
        environmentVariables: [...variablesOf(args), { name: "BUCKET", value: bucket.id }],
      },
      vpcConfig: {
        vpcId: environment.network.vpcId,
        subnets: environment.network.applicationSubnetIds,
        securityGroupIds: [securityGroup.id, environment.securityGroups.application.id],
      },
      logsConfig: { cloudwatchLogs: { groupName: logGroup.name } },
      // Two updates of one database at a time would meet each other.
      concurrentBuildLimit: 1,
      buildTimeout: TIMEOUT_MINUTES,
      ...scope.common(PART),
    },
    { ...scope.child, dependsOn: [rolePolicy] },
  );
  return { project, bucket, securityGroup };
}

function createCommandsGroup(scope: Scope, { reach = [] }: CommandsArgs, environment: Environment) {
  const group = createGroup(scope, PART, `Commands of ${scope.name}`, environment.network.vpcId);
  allowHttpsOut(scope, PART, group);
  for (const { port, cidr } of reach) {
    const rule = `${PART}-to-${cidr.replace(/[./]/g, "-")}-${port}`;
    new aws.vpc.SecurityGroupEgressRule(
      scope.id(rule),
      {
        securityGroupId: group.id,
        cidrIpv4: cidr,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        description: `TCP ${port} to ${cidr}`,
        ...scope.common(rule),
      },
      scope.child,
    );
  }
  return group;
}
