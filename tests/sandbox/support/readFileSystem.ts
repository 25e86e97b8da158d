import * as efs from "@aws-sdk/client-efs";
import type { Clients } from "./clients";

/** Reads back a file system, how it is reached, and what its policy says. */
export async function readFileSystem({ efs: c }: Clients, FileSystemId: string) {
  const { FileSystems } = await c.send(new efs.DescribeFileSystemsCommand({ FileSystemId }));
  const { AccessPoints } = await c.send(new efs.DescribeAccessPointsCommand({ FileSystemId }));
  const { MountTargets } = await c.send(new efs.DescribeMountTargetsCommand({ FileSystemId }));
  const { Policy } = await c.send(new efs.DescribeFileSystemPolicyCommand({ FileSystemId }));
  const { BackupPolicy } = await c.send(new efs.DescribeBackupPolicyCommand({ FileSystemId }));
  return {
    fileSystem: FileSystems![0]!,
    accessPoints: AccessPoints!,
    subnetIds: MountTargets!.map(({ SubnetId }) => SubnetId!),
    policy: JSON.parse(Policy!) as PolicyDocument,
    backup: BackupPolicy!.Status!,
  };
}

/** A policy of a resource. */
export interface PolicyDocument {
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: string;
    readonly Action: string | readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }[];
}
