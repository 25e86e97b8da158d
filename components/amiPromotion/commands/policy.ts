import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import type * as aws from "../../shared/aws";
import type { CommandsArgs } from "../commandsArgs";

/** What the policy names besides what the arguments name. */
interface PolicyParts {
  /** Name of the project. */
  name: string;
  account: Account;
  bucketArn: pulumi.Output<string>;
}

/** The ARN of a secret without what may follow it: `:json-key`. */
const secretArnOf = (reference: string): string => reference.split(":").slice(0, 7).join(":");

/** What the commands may do: read their files and secrets, leave their results, write their log, be in the network. */
export function commandsPolicy(
  { secrets = {}, secretKeys = [], setupPackages }: CommandsArgs,
  { name, account, bucketArn }: PolicyParts,
): aws.iam.PolicyDocument {
  const secretArns = [...Object.values(secrets), ...(setupPackages ? [setupPackages.credentials] : [])].map(
    secretArnOf,
  );
  const ec2 = (resource: string) => account.arn("ec2", resource);
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: account.arn("logs", `log-group:/aws/codebuild/${name}:*`),
      },
      {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: [pulumi.interpolate`${bucketArn}/files.zip`, pulumi.interpolate`${bucketArn}/runs/*`],
      },
      { Effect: "Allow", Action: "s3:PutObject", Resource: pulumi.interpolate`${bucketArn}/runs/*` },
      {
        Effect: "Allow",
        Action: [
          "codebuild:CreateReportGroup",
          "codebuild:CreateReport",
          "codebuild:UpdateReport",
          "codebuild:BatchPutTestCases",
        ],
        Resource: account.arn("codebuild", `report-group/${name}-*`),
      },
      ...(secretArns.length > 0
        ? [
            {
              Effect: "Allow" as const,
              Action: "secretsmanager:GetSecretValue",
              Resource: [...new Set(secretArns)],
            },
          ]
        : []),
      ...(secretKeys.length > 0 ? [{ Effect: "Allow" as const, Action: "kms:Decrypt", Resource: secretKeys }] : []),
      {
        Effect: "Allow",
        Action: ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
        Resource: [ec2("network-interface/*"), ec2("subnet/*"), ec2("security-group/*")],
      },
      {
        Effect: "Allow",
        Action: "ec2:CreateNetworkInterfacePermission",
        Resource: ec2("network-interface/*"),
        Condition: { StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" } },
      },
      {
        Effect: "Allow",
        Action: [
          "ec2:DescribeDhcpOptions",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs",
        ],
        Resource: "*",
      },
    ],
  };
}
