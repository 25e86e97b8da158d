import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import { serviceTrust } from "../shared/iam";
import type { Scope } from "../shared/scope";
import type { PackageArgs } from "./args";
import { BACKUP_PREFIXES } from "./backupBucket";
import { METRICS_NAMESPACE } from "./alarms";

/** What addresses of objects in S3 begin with. */
const S3 = "s3://";

/** What the instance's scripts use. */
export interface Used {
  bucketArn: pulumi.Output<string>;
  secretArn: pulumi.Output<string>;
  logGroupArn: pulumi.Output<string>;
  key?: aws.kms.Key;
  install?: PackageArgs[];
}

/** The instance's permissions: it writes backups but deletes none, sees its own secret, and opens to Session Manager. */
export function createInstanceProfile(scope: Scope, account: Account, used: Used): aws.iam.InstanceProfile {
  const part = "instance";
  const role = new aws.iam.Role(
    scope.id(part),
    { assumeRolePolicy: serviceTrust("ec2.amazonaws.com"), tags: scope.tags(part) },
    scope.child,
  );
  const own = new aws.iam.RolePolicy(
    scope.id(part),
    { role: role.name, policy: { Version: "2012-10-17", Statement: statementsFor(account, used) } },
    scope.child,
  );
  const sessions = new aws.iam.RolePolicyAttachment(
    scope.id(`${part}-ssm`),
    {
      role: role.name,
      policyArn: pulumi.interpolate`arn:${account.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore`,
    },
    scope.child,
  );
  // The first boot needs its permissions.
  return new aws.iam.InstanceProfile(
    scope.id(part),
    { role: role.name, tags: scope.tags(part) },
    { ...scope.child, dependsOn: [own, sessions] },
  );
}

function statementsFor(account: Account, used: Used): aws.iam.PolicyStatement[] {
  const { bucketArn, secretArn, logGroupArn, key, install = [] } = used;
  const backups = BACKUP_PREFIXES.map((prefix) => pulumi.interpolate`${bucketArn}/${prefix}/*`);
  const packages = install.flatMap(({ url }) => (url.startsWith(S3) ? [account.bucketArn(url.slice(S3.length))] : []));
  return [
    {
      Sid: "WriteBackups",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"],
      Resource: backups,
    },
    {
      Sid: "ReadScripts",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: [pulumi.interpolate`${bucketArn}/boot/*`, ...packages],
    },
    { Sid: "ListBackups", Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn },
    {
      Sid: "KeepPassword",
      Effect: "Allow",
      Action: [
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      Resource: secretArn,
    },
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      Resource: [logGroupArn, pulumi.interpolate`${logGroupArn}:*`],
    },
    {
      // Metrics have no ARN; the namespace limits it instead.
      Sid: "SendMetrics",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": METRICS_NAMESPACE } },
    },
    ...(key
      ? [
          {
            Sid: "UseKey",
            Effect: "Allow" as const,
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: key.arn,
          },
        ]
      : []),
  ];
}
