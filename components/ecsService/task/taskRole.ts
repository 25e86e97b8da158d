import type * as aws from "../../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import type { EcsServiceArgs, PermissionArgs, VolumeArgs } from "../args";
import type { ContainerArgs } from "../containerArgs";

/** The application's permissions: those of the arguments, the file systems that it mounts, and a shell if it is asked for. */
export function taskStatements(
  { permissions = [], volumes = [], containers, exec, environment }: EcsServiceArgs,
  account: Account,
): aws.iam.PolicyStatement[] {
  return [
    ...permissions.map(allowApplication),
    ...volumes.flatMap((volume, index) => allowMount(volume, index, containers)),
    ...(exec ? allowShell(environment.cluster.execLogGroup, account) : []),
  ];
}

function allowApplication({ actions, resources }: PermissionArgs, index: number): aws.iam.PolicyStatement {
  return { Sid: `Application${index + 1}`, Effect: "Allow", Action: actions, Resource: resources };
}

/** Mounting through the volume's access point; writing only where a container mounts it for writing. */
function allowMount(
  { name, accessPoint }: VolumeArgs,
  index: number,
  containers: ContainerArgs[],
): aws.iam.PolicyStatement[] {
  if (!accessPoint) return [];
  const mounts = containers.flatMap(({ mounts = [] }) => mounts.filter(({ volume }) => volume === name));
  const isWritten = mounts.some(({ readOnly }) => !readOnly);
  return [
    {
      Sid: `Volume${index + 1}`,
      Effect: "Allow",
      Action: ["elasticfilesystem:ClientMount", ...(isWritten ? ["elasticfilesystem:ClientWrite"] : [])],
      Resource: accessPoint.fileSystemArn,
      Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPoint.arn } },
    },
  ];
}

/**
 * What the agent of `aws ecs execute-command` needs, and the log group of its sessions.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
function allowShell(logGroup: pulumi.Output<string>, account: Account): aws.iam.PolicyStatement[] {
  return [
    // See WITHOUT_RESOURCE for why these actions take no ARN.
    {
      Sid: "ExecChannels",
      Effect: "Allow",
      Action: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      Resource: "*",
    },
    { Sid: "ExecLogGroups", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
    {
      Sid: "ExecLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: account.arn("logs", pulumi.interpolate`log-group:${logGroup}:*`),
    },
  ];
}
