import * as aws from "../../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Network } from "../../environment/network";
import type { Scope } from "../../shared/scope";
import { createGroup, type GroupId } from "../../shared/securityGroups";
import type { ExistingFileSystemArgs } from "./args";

/** A file system as access points and services see it. */
export interface Storage {
  id: pulumi.Output<string>;
  /** The same id, known once the file system can be mounted and its policy holds. */
  mountableId: pulumi.Output<string>;
  /** The group of its mount targets. */
  securityGroup: GroupId;
}

/**
 * A new file system, encrypted with AWS's key, with a mount target in each database subnet. Its throughput follows the load:
 * what bursts would run out of credits below a database, and nobody has to know the load beforehand.
 * https://docs.aws.amazon.com/efs/latest/ug/performance.html
 */
export function createStorage(scope: Scope, network: Network, backup: boolean): Storage {
  const part = "efs";
  const { region } = scope;
  const fileSystem = new aws.efs.FileSystem(
    scope.id(part),
    { encrypted: true, throughputMode: "elastic", ...scope.common(part) },
    scope.stateful,
  );
  const fileSystemId = fileSystem.id;
  const policy = new aws.efs.FileSystemPolicy(
    scope.id(part),
    { fileSystemId, policy: accessPolicy(fileSystem.arn), region },
    scope.child,
  );
  new aws.efs.BackupPolicy(
    scope.id(part),
    { fileSystemId, backupPolicy: { status: backup ? "ENABLED" : "DISABLED" }, region },
    scope.child,
  );
  const securityGroup = createGroup(scope, part, "Mount targets of the file system", network.vpcId);
  const targets = Array.from(
    { length: network.databaseSubnetCount },
    (_, index) =>
      new aws.efs.MountTarget(
        scope.id(`${part}-${index + 1}`),
        {
          fileSystemId,
          subnetId: network.databaseSubnetIds.apply((ids) => ids[index]!),
          securityGroups: [securityGroup.id],
          region,
        },
        scope.child,
      ),
  );
  const ready = pulumi.all([policy.id, ...targets.map(({ id }) => id)]);
  return { id: fileSystemId, mountableId: pulumi.all([fileSystemId, ready]).apply(([id]) => id), securityGroup };
}

/** Somebody else's file system, taken as it is. */
export function adoptStorage({ id, securityGroupId }: ExistingFileSystemArgs): Storage {
  return { id: pulumi.output(id), mountableId: pulumi.output(id), securityGroup: { id: securityGroupId } };
}

/**
 * Without a policy, whoever reaches a mount target reads and writes everything. This one allows nothing by itself, so that
 * clients need a role that does, and denies what no role may: a connection without TLS, being root, another way in than an
 * access point. https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
function accessPolicy(fileSystemArn: pulumi.Output<string>): pulumi.Output<string> {
  const deny = { Effect: "Deny", Principal: { AWS: "*" }, Resource: fileSystemArn };
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "TlsOnly", ...deny, Action: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { Sid: "NobodyIsRoot", ...deny, Action: "elasticfilesystem:ClientRootAccess" },
      {
        Sid: "AccessPointsOnly",
        ...deny,
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Condition: { Null: { "elasticfilesystem:AccessPointArn": "true" } },
      },
    ],
  });
}
