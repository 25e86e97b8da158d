import type { Account } from "../../shared/account";
import type * as aws from "../../shared/aws";
import { createKey, type KeyGrant } from "../../shared/key";
import type { Scope } from "../../shared/scope";

/**
 * The key of what the promotion knows: its definition and history, its log, its table. CloudWatch Logs names the log group
 * that it encrypts; the service that delivers the history there names the account's logs, literally with the asterisk.
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
export function createPromotionKey(scope: Scope, part: string, account: Account, logGroup: string): aws.kms.Key {
  const grants: KeyGrant[] = [
    {
      Sid: "Logs",
      Principal: { Service: `logs.${scope.region}.amazonaws.com` },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": account.arn("logs", `log-group:${logGroup}`) } },
    },
    {
      Sid: "LogDelivery",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "kms:Decrypt*",
      Condition: { StringEquals: { "kms:EncryptionContext:SourceArn": account.arn("logs", "*") } },
    },
  ];
  return createKey(scope, part, account, { description: `Promotions of ${scope.name}`, grants }).key;
}
