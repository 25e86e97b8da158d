import * as aws from "../../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import { serviceTrust } from "../../shared/iam";
import type { Scope } from "../../shared/scope";

/** The roles of a task: `execution` is ECS's own to start it, `task` the application's. */
export type RoleKind = "execution" | "task";

/** A role that tasks of this account and region alone assume, under a fixed name so that policies know it before it exists. */
export function createRole(scope: Scope, kind: RoleKind, account: Account): aws.iam.Role {
  return new aws.iam.Role(
    scope.id(kind),
    {
      name: scope.id(kind),
      assumeRolePolicy: serviceTrust("ecs-tasks.amazonaws.com", account.id, account.arn("ecs", "*")),
      tags: scope.tags(kind),
    },
    scope.child,
  );
}

/** Gives a role exactly these permissions; a role that needs none gets no policy. */
export function grant(
  scope: Scope,
  kind: RoleKind,
  role: aws.iam.Role,
  statements: pulumi.Input<pulumi.Input<aws.iam.PolicyStatement>[]>,
): aws.iam.RolePolicy {
  return new aws.iam.RolePolicy(
    scope.id(kind),
    { role: role.name, policy: { Version: "2012-10-17", Statement: statements } },
    scope.child,
  );
}
