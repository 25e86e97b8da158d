import type { Account } from "../shared/account";
import * as aws from "../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../shared/logRetention";
import { serviceTrust } from "../shared/iam";
import type { Scope } from "../shared/scope";

/** Records the VPC's traffic in a log group that the flow log's own role alone writes to. */
export function createFlowLogs(
  scope: Scope,
  vpcId: pulumi.Input<string>,
  trafficType: "ALL" | "REJECT",
  retentionInDays: LogRetentionDays,
  account: Account,
): void {
  const part = "flow-logs";
  const logGroup = new aws.cloudwatch.LogGroup(
    scope.id(part),
    { name: scope.id(part), retentionInDays, ...scope.common(part) },
    scope.child,
  );
  const role = new aws.iam.Role(
    scope.id(part),
    { assumeRolePolicy: serviceTrust("vpc-flow-logs.amazonaws.com", account.id), tags: scope.tags(part) },
    scope.child,
  );
  new aws.iam.RolePolicy(
    scope.id(part),
    {
      role: role.name,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            Resource: [logGroup.arn, logGroup.arn.apply((arn) => `${arn}:*`)],
          },
          // Listing log groups cannot be limited to one.
          { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
        ],
      },
    },
    scope.child,
  );
  new aws.ec2.FlowLog(
    scope.id(part),
    { vpcId, trafficType, logDestination: logGroup.arn, iamRoleArn: role.arn, ...scope.common(part) },
    scope.child,
  );
}
