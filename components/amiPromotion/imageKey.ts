import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import * as aws from "../shared/aws";
import type { Scope } from "../shared/scope";

/**
 * A key for the volumes that images are made of. AWS's own key for EBS can neither be shared with another account nor leave
 * its region. EC2 Auto Scaling starts encrypted instances by its service-linked role, which only the key's policy can allow.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
export function createImageKey(scope: Scope, part: string, account: Account, shareWith: string[]): aws.kms.Key {
  const { partition, id } = account;
  const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
  const accounts = shareWith.map((other) => pulumi.interpolate`arn:${partition}:iam::${other}:root`);
  const autoScaling = pulumi.interpolate`arn:${partition}:iam::${id}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  const grantToServices = { Bool: { "kms:GrantIsForAWSResource": "true" } };
  const key = new aws.kms.Key(
    scope.id(part),
    {
      description: `Volumes and images of ${scope.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: scope.context.protectData ? 30 : 7,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Account",
            Effect: "Allow",
            Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${id}:root` },
            Action: "kms:*",
            Resource: "*",
          },
          // The role does not exist before the account's first Auto Scaling group: a condition may name it all the same.
          {
            Sid: "AutoScaling",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: use,
            Resource: "*",
            Condition: { ArnEquals: { "aws:PrincipalArn": autoScaling } },
          },
          {
            Sid: "AutoScalingGrants",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "kms:CreateGrant",
            Resource: "*",
            Condition: { ArnEquals: { "aws:PrincipalArn": autoScaling }, ...grantToServices },
          },
          ...(accounts.length > 0
            ? [
                { Sid: "Accounts", Effect: "Allow", Principal: { AWS: accounts }, Action: use, Resource: "*" },
                {
                  Sid: "AccountsGrants",
                  Effect: "Allow",
                  Principal: { AWS: accounts },
                  Action: "kms:CreateGrant",
                  Resource: "*",
                  Condition: grantToServices,
                },
              ]
            : []),
        ],
      }),
      ...scope.common(part),
    },
    scope.stateful,
  );
  new aws.kms.Alias(
    scope.id(part),
    { name: `alias/${scope.id(part)}`, targetKeyId: key.id, region: scope.region },
    scope.child,
  );
  return key;
}
