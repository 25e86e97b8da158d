import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import * as aws from "../../shared/aws";
import { serviceTrust } from "../../shared/iam";
import type { Scope } from "../../shared/scope";
import type { Fleet } from "../fleet";
import { PROMOTED_BY } from "./prune";

type Statement = aws.iam.PolicyStatement;
type Resource = pulumi.Input<string>;

/** What the state machine works with. */
export interface RoleParts {
  account: Account;
  /** Name of the state machine. */
  name: string;
  table: aws.dynamodb.Table;
  key: aws.kms.Key;
  parameters: { names: string[]; path: string };
  topic: aws.sns.Topic;
  topicKey: aws.kms.Key;
  fleets: Fleet[];
  /** Keys of the source's images and of this environment's, where images are copied. */
  copyKeys?: { from: Resource; to: Resource };
  source: SourceParts;
  commands?: { projectArn: Resource; bucketArn: pulumi.Output<string> };
  monitoring?: { connectionName: string; connectionArn: Resource; endpoint: string; method: string };
  sharesImages: boolean;
}

/** What the state machine needs of the image's source. */
export type SourceParts =
  | { kind: "releaseBox"; instanceId: Resource; application: Resource; deploymentGroup: Resource }
  | { kind: "environment"; parameterName: Resource; isHere: boolean };

/** The role of the promotion: each step's actions, on the things that the step is about. */
export function createRole(
  scope: Scope,
  part: string,
  parts: RoleParts,
): { role: aws.iam.Role; policy: aws.iam.RolePolicy } {
  const { account, name } = parts;
  const role = new aws.iam.Role(
    scope.id(part),
    {
      assumeRolePolicy: serviceTrust("states.amazonaws.com", account.id, account.arn("states", `stateMachine:${name}`)),
      tags: scope.tags(part),
    },
    scope.child,
  );
  const policy = new aws.iam.RolePolicy(
    scope.id(part),
    { role: role.name, policy: { Version: "2012-10-17", Statement: statementsOf(scope, parts) } },
    scope.child,
  );
  return { role, policy };
}

function statementsOf(scope: Scope, parts: RoleParts): Statement[] {
  const { account, commands, monitoring } = parts;
  return [
    allow("dynamodb:PutItem dynamodb:GetItem dynamodb:UpdateItem dynamodb:DeleteItem", parts.table.arn),
    allow("states:DescribeExecution", account.arn("states", `execution:${parts.name}:*`)),
    allow("kms:GenerateDataKey kms:Decrypt", [parts.key.arn, parts.topicKey.arn]),
    allow("sns:Publish", parts.topic.arn),
    ...imageStatements(scope, parts),
    ...fleetStatements(scope, parts),
    ...parameterStatements(parts),
    ...(commands ? commandStatements(account, commands) : []),
    ...(monitoring ? monitoringStatements(parts, monitoring) : []),
    // Delivery of logs, traces and descriptions are the account's, not a resource's.
    allow(
      "logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries " +
        "logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups",
      "*",
    ),
    allow("xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets", "*"),
    allow(
      "autoscaling:DescribeAutoScalingGroups autoscaling:DescribeInstanceRefreshes ec2:DescribeImages ec2:DescribeInstances",
      "*",
    ),
  ];
}

/** Actions, separated by spaces, on resources. */
function allow(actions: string, resources: Resource | Resource[], condition?: Statement["Condition"]): Statement {
  const Action = actions.split(" ");
  return {
    Effect: "Allow",
    Action: Action.length === 1 ? Action[0]! : Action,
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}

/** Images and snapshots have no account in their ARN. */
const imageArns = ({ region }: Scope, { partition }: Account) =>
  ["image", "snapshot"].map((kind) => pulumi.interpolate`arn:${partition}:ec2:${region}::${kind}/*`);

function imageStatements(scope: Scope, { account, source, copyKeys, sharesImages }: RoleParts): Statement[] {
  const { owner, project, prefix } = scope.context;
  const images = imageArns(scope, account);
  const own = { StringEquals: { [`ec2:ResourceTag/${PROMOTED_BY}`]: prefix } };
  const ofProject = { StringEquals: { "ec2:ResourceTag/Owner": owner, "ec2:ResourceTag/Project": project } };
  return [
    ...(source.kind === "releaseBox"
      ? [
          allow("ec2:CreateImage", [
            pulumi.interpolate`${account.arn("ec2", "instance")}/${source.instanceId}`,
            ...images,
          ]),
          allow(
            "codedeploy:GetDeploymentGroup",
            pulumi.interpolate`${account.arn("codedeploy", "deploymentgroup")}:${source.application}/${source.deploymentGroup}`,
          ),
        ]
      : []),
    ...(copyKeys
      ? [
          allow("ec2:CopyImage", images),
          allow("kms:DescribeKey kms:Decrypt kms:ReEncryptFrom", copyKeys.from),
          allow("kms:DescribeKey kms:Encrypt kms:ReEncryptTo kms:GenerateDataKeyWithoutPlaintext", copyKeys.to),
          allow("kms:CreateGrant", [copyKeys.from, copyKeys.to], { Bool: { "kms:GrantIsForAWSResource": "true" } }),
        ]
      : []),
    allow("ec2:CreateTags", images, { StringEquals: { "ec2:CreateAction": ["CreateImage", "CopyImage"] } }),
    allow("ec2:DeregisterImage ec2:DeleteSnapshot", images, own),
    ...(sharesImages ? [allow("ec2:ModifyImageAttribute ec2:ModifySnapshotAttribute", images, ofProject)] : []),
  ];
}

/** EC2 Auto Scaling lets only those refresh with a template who could start instances from it themselves. */
function fleetStatements(scope: Scope, { account, fleets }: RoleParts): Statement[] {
  const images = imageArns(scope, account);
  const templates = fleets.map(({ template }) => template.arn);
  const kinds = ["instance", "volume", "network-interface", "subnet", "security-group"];
  return [
    allow("ec2:CreateLaunchTemplateVersion", templates),
    allow(
      "autoscaling:StartInstanceRefresh autoscaling:RollbackInstanceRefresh",
      fleets.map(({ groupName }) => account.arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${groupName}`)),
    ),
    allow("ec2:RunInstances", [...kinds.map((kind) => account.arn("ec2", `${kind}/*`)), ...images, ...templates], {
      ArnEquals: { "ec2:LaunchTemplate": templates },
    }),
    allow(
      "ec2:CreateTags",
      ["instance", "volume", "network-interface"].map((kind) => account.arn("ec2", `${kind}/*`)),
      { StringEquals: { "ec2:CreateAction": "RunInstances" } },
    ),
    allow(
      "iam:PassRole",
      fleets.map(({ role }) => role.arn),
      { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    ),
  ];
}

function parameterStatements({ account, parameters, source }: RoleParts): Statement[] {
  const arns = parameters.names.map((name) => account.arn("ssm", `parameter${name}`));
  return [
    allow("ssm:GetParameter ssm:PutParameter", arns),
    allow("ssm:GetParametersByPath", account.arn("ssm", `parameter${parameters.path}*`)),
    ...(source.kind === "environment" && source.isHere
      ? [allow("ssm:GetParameter", pulumi.interpolate`${account.arn("ssm", "parameter")}${source.parameterName}`)]
      : []),
  ];
}

function commandStatements(
  account: Account,
  { projectArn, bucketArn }: NonNullable<RoleParts["commands"]>,
): Statement[] {
  return [
    allow("codebuild:StartBuild codebuild:StopBuild codebuild:BatchGetBuilds", projectArn),
    // Step Functions learns of the end of a build by a rule of its own.
    allow(
      "events:PutTargets events:PutRule events:DescribeRule",
      account.arn("events", "rule/StepFunctionsGetEventForCodeBuildStartBuildRule"),
    ),
    allow("s3:GetObject", pulumi.interpolate`${bucketArn}/runs/*`),
  ];
}

function monitoringStatements(
  { account, name }: RoleParts,
  { connectionName, connectionArn, endpoint, method }: NonNullable<RoleParts["monitoring"]>,
): Statement[] {
  return [
    allow("states:InvokeHTTPEndpoint", account.arn("states", `stateMachine:${name}`), {
      StringEquals: { "states:HTTPEndpoint": endpoint, "states:HTTPMethod": method },
    }),
    allow("events:RetrieveConnectionCredentials", connectionArn),
    // EventBridge keeps what the connection sends in a secret of its own, named after it.
    allow(
      "secretsmanager:GetSecretValue secretsmanager:DescribeSecret",
      account.arn("secretsmanager", `secret:events!connection/${connectionName}/*`),
    ),
  ];
}
