import { createAlarm } from "../shared/alarm";
import type * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import type { Scope } from "../shared/scope";
import { MOUNT_POINT } from "./bootScript";

/** Namespace of the metrics that the instance sends: its agent's, and those of the scripts. */
export const METRICS_NAMESPACE = "Slipway/CouchDb";

/** Hours that a backup may take longer than usual before it counts as missed. */
const GRACE_HOURS = 2;

/** What the alarms watch. */
export interface Watched {
  instance: aws.ec2.Instance;
  instanceType: string;
  /** Hours of the day at which backups start. */
  backupHours: number[];
}

/** The alarms of a database. Signs of life count as bad when they are missing: a dead instance sends nothing. */
export function createAlarms(scope: Scope, account: Account, watched: Watched, topic: aws.sns.Topic): void {
  watchInstance(scope, account, watched, topic);
  const common = {
    namespace: METRICS_NAMESPACE,
    dimensions: { Database: scope.name },
    missingData: "breaching",
  } as const;
  createAlarm(scope, "unhealthy", topic, {
    ...common,
    description: "CouchDB does not answer, or its volume is not mounted",
    metric: "Healthy",
    statistic: "Minimum",
    comparison: "LessThanThreshold",
    threshold: 1,
    periodSeconds: 60,
    periods: 5,
  });
  for (const percent of [80, 90]) {
    createAlarm(scope, `disk-${percent}`, topic, {
      ...common,
      dimensions: { Database: scope.name, path: MOUNT_POINT },
      description: `The data volume is ${percent} % full: raise volume.sizeGiB, which takes effect without a restart`,
      metric: "disk_used_percent",
      statistic: "Maximum",
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: percent,
      periodSeconds: 300,
      periods: 3,
    });
  }
  createAlarm(scope, "disk-root", topic, {
    ...common,
    dimensions: { Database: scope.name, path: "/" },
    description: "The instance's own disk is 85 % full: look for logs that are not rotated; no data is on it",
    metric: "disk_used_percent",
    statistic: "Maximum",
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: 85,
    periodSeconds: 300,
    periods: 3,
  });
  createAlarm(scope, "memory", topic, {
    ...common,
    description: "The database's instance has hardly any memory left",
    metric: "mem_used_percent",
    statistic: "Average",
    comparison: "GreaterThanThreshold",
    threshold: 90,
    periodSeconds: 300,
    periods: 3,
  });
  createAlarm(scope, "backup-missed", topic, {
    ...common,
    description: "No backup has succeeded since the last but one was due",
    metric: "BackupSucceeded",
    statistic: "Maximum",
    comparison: "LessThanThreshold",
    threshold: 1,
    periodSeconds: 3600,
    periods: longestGap(watched.backupHours) + GRACE_HOURS,
  });
  for (const [part, metric, description] of [
    ["backup-failed", "BackupSucceeded", "A backup failed; its log says why"],
    ["drill-failed", "DrillSucceeded", "A backup could not be restored in the monthly drill; its log says why"],
  ] as const) {
    createAlarm(scope, part, topic, {
      ...common,
      description,
      metric,
      statistic: "Minimum",
      comparison: "LessThanThreshold",
      threshold: 1,
      periodSeconds: 3600,
      periods: 1,
      missingData: "notBreaching",
    });
  }
}

function watchInstance(
  scope: Scope,
  account: Account,
  { instance, instanceType }: Watched,
  topic: aws.sns.Topic,
): void {
  const common = {
    namespace: "AWS/EC2",
    dimensions: { InstanceId: instance.id },
    periodSeconds: 60,
    statistic: "Maximum",
    comparison: "GreaterThanThreshold",
    threshold: 0,
    missingData: "notBreaching",
  } as const;
  const action = (name: string) => pulumi.interpolate`arn:${account.partition}:automate:${scope.region}:ec2:${name}`;
  createAlarm(scope, "status-system", topic, {
    ...common,
    description: "The machine under the database's instance fails: EC2 moves the instance to another",
    metric: "StatusCheckFailed_System",
    periods: 2,
    actions: [action("recover")],
  });
  createAlarm(scope, "status-instance", topic, {
    ...common,
    description: "The database's instance does not answer its status check: EC2 reboots it",
    metric: "StatusCheckFailed_Instance",
    periods: 5,
    actions: [action("reboot")],
  });
  createAlarm(scope, "status-volume", topic, {
    ...common,
    description: "A volume of the database's instance does not answer reads and writes: AWS's health page may say why",
    metric: "StatusCheckFailed_AttachedEBS",
    periods: 5,
  });
  if (!isBurstable(instanceType)) return;
  createAlarm(scope, "cpu-credits", topic, {
    ...common,
    description:
      "The database's instance has used more CPU in a day than its type earns, which bills: take a larger type, or one that is not burstable",
    // The balance would tell too early: it begins at zero on every new instance.
    metric: "CPUSurplusCreditsCharged",
    periodSeconds: 300,
    periods: 1,
  });
}

/** Whether a type earns CPU credits and spends them: the `t` families. */
function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}

/** Most hours between two of these hours of the day. */
export function longestGap(hours: readonly number[]): number {
  const sorted = [...hours].sort((a, b) => a - b);
  return Math.max(...sorted.map((hour, i) => (sorted[i + 1] ?? sorted[0]! + 24) - hour));
}
