import type * as aws from "./aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * Actions that IAM authorizes for no single resource, so that a statement about them needs `*`, each with the reason.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const WITHOUT_RESOURCE: Readonly<Record<string, string>> = {
  "autoscaling:DescribeAutoScalingGroups": "it lists all groups",
  "autoscaling:DescribeInstanceRefreshes": "it lists refreshes of any group",
  "cloudwatch:PutMetricData": "metrics have no ARN",
  "ec2:DescribeDhcpOptions": "descriptions know no single resource",
  "ec2:DescribeImages": "descriptions know no single resource",
  "ec2:DescribeInstances": "descriptions know no single resource",
  "ec2:DescribeNetworkInterfaces": "descriptions know no single resource",
  "ec2:DescribeSecurityGroups": "descriptions know no single resource",
  "ec2:DescribeSubnets": "descriptions know no single resource",
  "ec2:DescribeVpcs": "descriptions know no single resource",
  "ecr:GetAuthorizationToken": "the token is the account's; other actions decide what it pulls",
  "ecs:DescribeTaskDefinition": "it describes any revision",
  "ecs:ListTasks": "it lists by cluster, which is a condition",
  "elasticloadbalancing:DescribeListeners": "it lists all listeners",
  "elasticloadbalancing:DescribeRules": "it lists all rules",
  "elasticloadbalancing:DescribeTargetGroupAttributes": "it lists attributes of any target group",
  "elasticloadbalancing:DescribeTargetGroups": "it lists all target groups",
  "elasticloadbalancing:DescribeTargetHealth": "it lists all targets",
  "logs:CreateLogDelivery": "deliveries of vended logs have no ARN",
  "logs:DeleteLogDelivery": "deliveries of vended logs have no ARN",
  "logs:DescribeLogGroups": "it lists all groups",
  "logs:DescribeResourcePolicies": "the policies are the account's",
  "logs:GetLogDelivery": "deliveries of vended logs have no ARN",
  "logs:ListLogDeliveries": "deliveries of vended logs have no ARN",
  "logs:PutResourcePolicy": "the policies are the account's",
  "logs:UpdateLogDelivery": "deliveries of vended logs have no ARN",
  "ssm:CancelCommand": "commands have no ARN",
  "ssm:DescribeInstanceInformation": "it lists all instances",
  "ssm:ListCommandInvocations": "commands have no ARN",
  "ssmmessages:CreateControlChannel": "channels of Session Manager have no ARN",
  "ssmmessages:CreateDataChannel": "channels of Session Manager have no ARN",
  "ssmmessages:OpenControlChannel": "channels of Session Manager have no ARN",
  "ssmmessages:OpenDataChannel": "channels of Session Manager have no ARN",
  "xray:GetSamplingRules": "sampling rules are the account's",
  "xray:GetSamplingTargets": "sampling rules are the account's",
  "xray:PutTelemetryRecords": "traces have no ARN",
  "xray:PutTraceSegments": "traces have no ARN",
};

/**
 * The trust policy of a role that an AWS service assumes. With `accountId` the service may do so only on behalf of a
 * resource of that account (the confused deputy, https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html);
 * leave it out only for services that do not send `aws:SourceAccount`, such as `ec2.amazonaws.com`. `sourceArn`, a pattern,
 * narrows the resources down.
 */
export function serviceTrust(
  service: string,
  accountId?: pulumi.Input<string>,
  sourceArn?: pulumi.Input<string>,
): aws.iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(accountId && {
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ...(sourceArn && { ArnLike: { "aws:SourceArn": sourceArn } }),
          },
        }),
      },
    ],
  };
}

/**
 * The same permissions in fewer characters, of which IAM counts each: statements that differ in their resources alone become one,
 * and no resource is listed twice. A statement whose condition is known only later stays as it is.
 */
export function merged(statements: aws.iam.PolicyStatement[]): aws.iam.PolicyStatement[] {
  const groups = new Map<unknown, aws.iam.PolicyStatement[]>();
  for (const statement of statements) {
    const { Resource, ...rest } = statement;
    const key = Resource !== undefined && isPlain(rest) ? JSON.stringify(rest) : statement;
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups.values()].map((alike) => {
    if (alike.length === 1) return alike[0]!;
    const resources = [...new Set(alike.flatMap(({ Resource }) => Resource as pulumi.Input<string>[]))];
    return { ...alike[0]!, Resource: resources.length === 1 ? resources[0]! : resources };
  });
}

/** Whether nothing in a value is known only later. */
function isPlain(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  return typeof value !== "object" || value === null || Object.values(value).every(isPlain);
}
