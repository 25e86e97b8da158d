import * as pulumi from "@pulumi/pulumi";
import { artifactStatements } from "../crossRegionPipeline/artifactAccess";
import type { Account } from "../shared/account";
import * as aws from "../shared/aws";
import { shortened } from "../shared/context";
import { serviceTrust } from "../shared/iam";
import type { Scope } from "../shared/scope";

/** Longest name of a role; each region has its own, so the name is often longer than that and is cut. */
const MAX_ROLE_NAME = 64;

/**
 * The role of the instances: Session Manager, and reading what the pipelines with these prefixes keep in the instances' region.
 * The keys are known by their aliases: neither pipeline nor key has to be there before the instances.
 */
export function createInstanceProfile(
  scope: Scope,
  part: string,
  pipelines: string[],
  account: Account,
): { role: aws.iam.Role; profile: aws.iam.InstanceProfile } {
  const name = shortened(scope.id(part), MAX_ROLE_NAME);
  const role = new aws.iam.Role(
    scope.id(part),
    { name, assumeRolePolicy: serviceTrust("ec2.amazonaws.com"), tags: scope.tags(part) },
    scope.child,
  );
  new aws.iam.RolePolicyAttachment(
    scope.id(`${part}-ssm`),
    {
      role: role.name,
      policyArn: pulumi.interpolate`arn:${account.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore`,
    },
    scope.child,
  );
  const statements = pipelines.flatMap((prefix) => artifactStatements(prefix, scope.region, account, "read"));
  new aws.iam.RolePolicy(
    scope.id(part),
    { role: role.name, policy: { Version: "2012-10-17", Statement: statements } },
    scope.child,
  );
  const profile = new aws.iam.InstanceProfile(
    scope.id(part),
    { name, role: role.name, tags: scope.tags(part) },
    scope.child,
  );
  return { role, profile };
}
