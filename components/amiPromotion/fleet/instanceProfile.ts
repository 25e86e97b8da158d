import type { Account } from "../../shared/account";
import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../shared/aws";
import { serviceTrust } from "../../shared/iam";
import type { Scope } from "../../shared/scope";
import type { PermissionArgs } from "../fleetArgs";

/** What an instance profile takes of a fleet. */
interface ProfileArgs {
  name: string;
  permissions?: PermissionArgs[];
  readySeconds?: number;
  drainSeconds?: number;
}

/** The role of a fleet's instances: Session Manager, the hooks of their own group, and what the application needs. */
export function createInstanceProfile(
  scope: Scope,
  { name, permissions = [], readySeconds, drainSeconds }: ProfileArgs,
  account: Account,
): { role: aws.iam.Role; profile: aws.iam.InstanceProfile } {
  const role = new aws.iam.Role(
    scope.id(name),
    { assumeRolePolicy: serviceTrust("ec2.amazonaws.com"), tags: scope.tags(name) },
    scope.child,
  );
  new aws.iam.RolePolicyAttachment(
    scope.id(`${name}-ssm`),
    {
      role: role.name,
      policyArn: pulumi.interpolate`arn:${account.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore`,
    },
    scope.child,
  );
  const statements = [
    ...(readySeconds || drainSeconds
      ? [
          {
            Effect: "Allow" as const,
            Action: ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"],
            Resource: account.arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${scope.id(name)}`),
          },
        ]
      : []),
    ...permissions.map(({ actions, resources }) => ({
      Effect: "Allow" as const,
      Action: actions,
      Resource: resources,
    })),
  ];
  if (statements.length > 0) {
    new aws.iam.RolePolicy(
      scope.id(name),
      { role: role.name, policy: { Version: "2012-10-17", Statement: statements } },
      scope.child,
    );
  }
  const profile = new aws.iam.InstanceProfile(scope.id(name), { role: role.name, tags: scope.tags(name) }, scope.child);
  return { role, profile };
}
