import * as aws from "../../shared/aws";
import type { LogRetentionDays } from "../../shared/logRetention";
import type { Scope } from "../../shared/scope";
import type { Ec2TargetArgs } from "../targetArgs";
import type { CreateTarget, TargetSite } from "./target";

/** CodePipeline's own action for instances: it finds them by their tag and works through Systems Manager's Run Command. */
export const createEc2Target: CreateTarget<Ec2TargetArgs> = (site, target) => {
  const { tag, directory, preScript, postScript, batchPercent = 50, targetGroups = [] } = target;
  return {
    action: {
      category: "Deploy",
      provider: "EC2",
      configuration: {
        InstanceTagKey: tag.key,
        InstanceTagValue: tag.value,
        InstanceType: "EC2",
        TargetDirectory: directory,
        ...(preScript !== undefined && { PreScript: preScript }),
        PostScript: postScript,
        MaxBatch: `${batchPercent}%`,
        ...(targetGroups.length > 0 && { TargetGroupNameList: targetGroups.join(",") }),
      },
      inputArtifact: site.artifacts.deployed,
    },
    statements: statementsOf(site, target),
    destination: { tagKey: tag.key, tagValue: tag.value },
  };
};

/**
 * Where CodePipeline's EC2 actions of one region write to, whatever their stages. Without it CodePipeline makes the group
 * itself, and its events stay for ever.
 */
export function createActionLogs(scope: Scope, retentionInDays: LogRetentionDays): void {
  const part = `actions-${scope.region}`;
  new aws.cloudwatch.LogGroup(
    scope.id(part),
    { name: `/aws/codepipeline/${scope.name}`, retentionInDays, ...scope.common(part) },
    scope.child,
  );
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html */
function statementsOf(
  { scope, account }: TargetSite,
  { tag, targetGroups = [] }: Ec2TargetArgs,
): aws.iam.PolicyStatement[] {
  return [
    {
      Effect: "Allow",
      Action: [
        "ec2:DescribeInstances",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "ssm:CancelCommand",
        "ssm:DescribeInstanceInformation",
        "ssm:ListCommandInvocations",
      ],
      // See WITHOUT_RESOURCE for why these actions take no ARN.
      Resource: "*",
    },
    {
      Effect: "Allow",
      Action: "ssm:SendCommand",
      Resource: account.arn("ec2", "instance/*"),
      Condition: { StringEquals: { [`aws:ResourceTag/${tag.key}`]: tag.value } },
    },
    { Effect: "Allow", Action: "ssm:SendCommand", Resource: account.arn("ssm", "document/AWS-RunShellScript", "") },
    {
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: account.arn("logs", `log-group:/aws/codepipeline/${scope.name}:*`),
    },
    ...(targetGroups.length > 0
      ? [
          {
            Effect: "Allow" as const,
            Action: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
            Resource: targetGroups.map((name) => account.arn("elasticloadbalancing", `targetgroup/${name}/*`)),
          },
        ]
      : []),
  ];
}
