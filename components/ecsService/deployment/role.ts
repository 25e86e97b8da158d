import * as aws from "../../shared/aws";
import { serviceTrust } from "../../shared/iam";
import type { Scope } from "../../shared/scope";
import type { Traffic } from "../traffic";

/** The role by which ECS moves a service's traffic. */
export interface DeploymentRole {
  role: aws.iam.Role;
  /** Without it the role can do nothing: the service waits for it. */
  policy: aws.iam.RolePolicy;
}

/**
 * ECS's infrastructure role for load balancers, narrowed to the rules and target groups of one service: AWS's managed policy
 * of the same actions (`AmazonECSInfrastructureRolePolicyForLoadBalancers`) reaches every load balancer of the account, and
 * its right to change whole listeners is of use to default rules and network load balancers only.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export function createDeploymentRole(scope: Scope, { targetGroups, rules }: Traffic): DeploymentRole {
  const part = "deployment";
  const role = new aws.iam.Role(
    scope.id(part),
    {
      name: scope.id(part),
      description: `ECS moves the traffic of ${scope.name}`,
      // ECS names no source account here. It takes the role from whoever may pass it, and nobody passes another account's.
      assumeRolePolicy: serviceTrust("ecs.amazonaws.com"),
      tags: scope.tags(part),
    },
    scope.child,
  );
  const policy = new aws.iam.RolePolicy(
    scope.id(part),
    {
      role: role.name,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "FindResources",
            Effect: "Allow",
            Action: [
              "elasticloadbalancing:DescribeListeners",
              "elasticloadbalancing:DescribeRules",
              "elasticloadbalancing:DescribeTargetGroups",
              "elasticloadbalancing:DescribeTargetHealth",
            ],
            // See WITHOUT_RESOURCE for why these actions take no ARN.
            Resource: "*",
          },
          {
            Sid: "RegisterTasks",
            Effect: "Allow",
            Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
            Resource: targetGroups.map(({ group }) => group.arn),
          },
          {
            Sid: "MoveTraffic",
            Effect: "Allow",
            Action: "elasticloadbalancing:ModifyRule",
            Resource: rules.map(({ arn }) => arn),
          },
        ],
      },
    },
    scope.child,
  );
  return { role, policy };
}
