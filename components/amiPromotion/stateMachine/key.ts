import type { Account } from "../../shared/account";
import type * as aws from "../../shared/aws";
import { createKey } from "../../shared/key";
import type { Scope } from "../../shared/scope";

/** The key of what the promotion knows: its definition and history, its log, its table. */
export function createPromotionKey(scope: Scope, part: string, account: Account): aws.kms.Key {
  const logs = {
    Sid: "Logs",
    Principal: { Service: [`logs.${scope.region}.amazonaws.com`, "delivery.logs.amazonaws.com"] },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    Condition: { StringEquals: { "aws:SourceAccount": account.id } },
  };
  return createKey(scope, part, account, `Promotions of ${scope.name}`, [logs]);
}
