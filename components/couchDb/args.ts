import type * as aws from "../shared/aws";
import type { Context } from "../shared/context";
import type { LogRetentionDays } from "../shared/logRetention";
import type { Environment } from "../environment";

/** Arguments of {@link CouchDb}. What decides which resources exist is a plain value; only leaves may be outputs. */
export interface CouchDbArgs extends CouchDbShape {
  /** Names, tags, region and protection of the environment. */
  context: Context;
  /** The environment in whose database subnets the database runs; alarms go to its operations topic. */
  environment: Environment;
  /** Security groups whose members may connect on port 5984, at least one; nobody else may. */
  admitted: AdmittedGroup[];
  /**
   * Days that log groups keep events. Storage bills per GB and month.
   *
   * @default 30
   */
  logRetentionDays?: LogRetentionDays;
}

/** What a database is like, apart from where it runs. */
export interface CouchDbShape {
  /**
   * EC2 instance type of the Nitro system, e.g. `t3.medium`; it bills per hour. A change replaces the instance and keeps the volume: minutes
   * without database, no data lost.
   * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html
   */
  instanceType: string;
  /**
   * AMI of the instance, e.g. `ami-0123456789abcdef0`, of the instance type's architecture. It has systemd, the AWS CLI,
   * Session Manager's agent and, unless `install` is given, CouchDB 3 in `/opt/couchdb` as the service `couchdb`, not
   * enabled. Amazon Linux 2023 with `install` is enough. A literal id on purpose: a newer image replaces a database only
   * when somebody says so.
   */
  amiId: string;
  /**
   * The packages to install at the first boot, in one transaction: CouchDB, and those that it needs and the image's
   * repositories lack. A change replaces the instance and keeps the volume.
   *
   * @default - the image has CouchDB
   */
  install?: PackageArgs[];
  /**
   * Place, from 0, of the database subnet in the environment's list. Its zone is the volume's for ever.
   *
   * @default 0
   */
  subnetIndex?: number;
  /**
   * The data volume. It bills per GB and month, and for what exceeds the baseline.
   *
   * @default 50 GiB with the baseline performance of gp3
   */
  volume?: VolumeArgs;
  /**
   * Whose KMS key encrypts the volume, its snapshots, the backups and the password: AWS's for each service, or one of this
   * database's own, which bills per month. It decides the volume for ever.
   *
   * @default "aws"
   */
  encryption?: "aws" | "own";
  /**
   * When backups and snapshots are made, and how long they are kept.
   *
   * @default - see each argument
   */
  backup?: BackupArgs;
}

/** A package for the image's package manager (dnf). */
export interface PackageArgs {
  /**
   * `https://…` or `s3://bucket/key` of an RPM, each once; the S3 gateway endpoint is enough for the latter, and the instance may
   * read that object.
   */
  url: string;
  /** SHA-256 checksum of the file, 64 hexadecimal digits: if one package has another, none is installed. */
  sha256: string;
}

/**
 * A gp3 volume. Growing it is online; AWS never shrinks a volume.
 * https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
 */
export interface VolumeArgs {
  /** Size in GiB, 1–16384. */
  sizeGiB: number;
  /**
   * Operations per second, 3000–16000 and at most 500 for each GiB. More than 3000 bills.
   *
   * @default 3000
   */
  iops?: number;
  /**
   * MiB per second, 125–1000 and at most a quarter of `iops`. More than 125 bills.
   *
   * @default 125
   */
  throughputMiBps?: number;
}

/** Backups of the database's files in S3, and snapshots of its volume; both bill per GB and month. */
export interface BackupArgs {
  /**
   * Hours of the day (0–23, UTC) at which a backup of the files starts. A change replaces the instance and keeps the
   * volume: minutes without database.
   *
   * @default [2]
   */
  hoursUtc?: number[];
  /**
   * Days (3 or more) that a backup is kept.
   *
   * @default 14
   */
  dailyDays?: number;
  /**
   * Days (15 or more) that the backups of a Sunday are kept.
   *
   * @default 60
   */
  weeklyDays?: number;
  /**
   * Days (63 or more) that the backups of the first day of a month are kept.
   *
   * @default 400
   */
  monthlyDays?: number;
  /**
   * Hours between two snapshots of the volume.
   *
   * @default 24
   */
  snapshotHours?: 1 | 2 | 3 | 4 | 6 | 8 | 12 | 24;
  /**
   * Snapshots that are kept, 2–1000.
   *
   * @default 7
   */
  snapshots?: number;
}

/** A security group whose members may connect. */
export interface AdmittedGroup {
  /** Name of the group in this component's names, unique, e.g. `application`. */
  name: string;
  group: aws.ec2.SecurityGroup;
}
