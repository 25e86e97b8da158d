import type { Environment } from "../../environment";
import type { Context } from "../../shared/context";

/** Arguments of {@link FileSystem}. */
export interface FileSystemArgs {
  /** Names, tags, region and protection of the environment. */
  context: Context;
  /** The environment whose database subnets the file system is reached in. */
  environment: Environment;
  /** Name of the file system, unique in the environment: lower-case letters, digits and single dashes, e.g. `data`. */
  name: string;
  /** Ways into the file system, at least one. Containers mount nothing but these. */
  accessPoints: AccessPointArgs[];
  /**
   * A file system that is there already. Only access points are created in it: its mount targets, its policy, its
   * backups and its data stay somebody else's.
   *
   * @default - a new one, encrypted, with a mount target in each of the environment's database subnets; it bills per GB
   * stored, read and written
   */
  existing?: ExistingFileSystemArgs;
  /**
   * Whether AWS Backup saves a new file system every day, for 35 days. Backups bill per GB.
   * https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html
   *
   * @default true
   */
  backup?: boolean;
}

/**
 * A directory that clients see as the root, and who they are in it.
 * https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html
 */
export interface AccessPointArgs {
  /** Unique in the file system: lower-case letters, digits and single dashes, e.g. `charts`. */
  name: string;
  /** Absolute path of the directory in the file system, at most four deep, e.g. `/charts`. It is created at the first use. */
  path: string;
  /** Number (1–4294967295) of the user that all clients are; not root, which is 0. */
  uid: number;
  /** Number (1–4294967295) of the group that all clients are in; not root's, which is 0. */
  gid: number;
  /**
   * Mode of the directory when it is created, three or four octal digits.
   *
   * @default "0750"
   */
  permissions?: string;
}

/** A file system of the same VPC that somebody else looks after. */
export interface ExistingFileSystemArgs {
  /** Id of the file system, e.g. `fs-0123456789abcdef0`. */
  id: string;
  /** Security group of its mount targets, e.g. `sg-0123456789abcdef0`; it gets a rule for each service that mounts. */
  securityGroupId: string;
}
