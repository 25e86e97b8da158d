import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import { serviceTrust } from "../shared/iam";
import type { Scope } from "../shared/scope";
import type { BackupArgs } from "./args";

/**
 * Snapshots of the data volume by Data Lifecycle Manager. A snapshot is what a power failure would leave, which is enough
 * for files that are only ever appended to.
 * https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html
 */
export function createSnapshots(scope: Scope, account: Account, volumeName: string, args: BackupArgs): void {
  const { snapshotHours = 24, snapshots = 7 } = args;
  const part = "snapshot";
  const role = new aws.iam.Role(
    scope.id(part),
    { assumeRolePolicy: serviceTrust("dlm.amazonaws.com", account.id), tags: scope.tags(part) },
    scope.child,
  );
  const permissions = new aws.iam.RolePolicyAttachment(
    scope.id(part),
    {
      role: role.name,
      policyArn: pulumi.interpolate`arn:${account.partition}:iam::aws:policy/service-role/AWSDataLifecycleManagerServiceRole`,
    },
    scope.child,
  );
  new aws.dlm.LifecyclePolicy(
    scope.id(part),
    {
      description: `Snapshots of ${volumeName}`,
      executionRoleArn: role.arn,
      policyDetails: {
        resourceTypes: ["VOLUME"],
        targetTags: { Name: volumeName },
        schedules: [
          {
            name: `every ${snapshotHours} hours`,
            createRule: { interval: snapshotHours, intervalUnit: "HOURS", times: "04:00" },
            retainRule: { count: snapshots },
            copyTags: true,
          },
        ],
      },
      ...scope.common(part),
    },
    { ...scope.child, dependsOn: [permissions] },
  );
}
