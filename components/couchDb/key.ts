import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import type { Scope } from "../shared/scope";

/** A key for one database's volume, snapshots, backups and password. Who may use it, IAM policies of the account say. */
export function createKey(scope: Scope, account: Account): aws.kms.Key {
  const part = "key";
  const key = new aws.kms.Key(
    scope.id(part),
    {
      description: `Data of ${scope.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: scope.context.protectData ? 30 : 7,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Account",
            Effect: "Allow",
            Principal: { AWS: pulumi.interpolate`arn:${account.partition}:iam::${account.id}:root` },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      }),
      ...scope.common(part),
    },
    scope.stateful,
  );
  new aws.kms.Alias(
    scope.id(part),
    { name: `alias/${scope.name}`, targetKeyId: key.id, region: scope.region },
    scope.child,
  );
  return key;
}
