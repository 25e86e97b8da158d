import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";

/** The key of what the promotion knows: its definition and history, its log, its table. */
export function createPromotionKey(scope: Scope, part: string, account: Account): aws.kms.Key {
  const { partition, id } = account;
  const key = new aws.kms.Key(
    scope.id(part),
    {
      description: `Promotions of ${scope.name}`,
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
          {
            Sid: "Logs",
            Effect: "Allow",
            Principal: { Service: [`logs.${scope.region}.amazonaws.com`, "delivery.logs.amazonaws.com"] },
            Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
            Resource: "*",
            Condition: { StringEquals: { "aws:SourceAccount": id } },
          },
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
