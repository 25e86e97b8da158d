import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import type * as aws from "../shared/aws";
import { createKey, type KeyGrant } from "../shared/key";
import type { Scope } from "../shared/scope";

const USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
const FOR_SERVICES = { Bool: { "kms:GrantIsForAWSResource": "true" } };

/**
 * A key for the volumes that images are made of. AWS's own key for EBS can neither be shared with another account nor leave
 * its region. The disks of every environment that the images went to hang on it, production's too: it stays in the account,
 * whichever stack is removed. EC2 Auto Scaling starts encrypted instances by its service-linked role, which only the key's policy can allow.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
export function createImageKey(scope: Scope, part: string, account: Account, shareWith: string[]): aws.kms.Key {
  const { partition, id } = account;
  const role = pulumi.interpolate`arn:${partition}:iam::${id}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  // The role does not exist before the account's first Auto Scaling group: a condition may name it all the same.
  const autoScaling = { ArnEquals: { "aws:PrincipalArn": role } };
  const accounts = shareWith.map((other) => pulumi.interpolate`arn:${partition}:iam::${other}:root`);
  const grants: KeyGrant[] = [
    { Sid: "AutoScaling", Principal: { AWS: "*" }, Action: USE, Condition: autoScaling },
    {
      Sid: "AutoScalingGrants",
      Principal: { AWS: "*" },
      Action: "kms:CreateGrant",
      Condition: { ...autoScaling, ...FOR_SERVICES },
    },
  ];
  if (accounts.length > 0) {
    grants.push(
      { Sid: "Accounts", Principal: { AWS: accounts }, Action: USE },
      { Sid: "AccountsGrants", Principal: { AWS: accounts }, Action: "kms:CreateGrant", Condition: FOR_SERVICES },
    );
  }
  const description = `Volumes and images of ${scope.name}`;
  return createKey(scope, part, account, { description, grants, retain: true }).key;
}
