import type * as aws from "../shared/aws";
import type { Account } from "../shared/account";
import { createKey } from "../shared/key";
import type { Scope } from "../shared/scope";
import { leavesSnapshot } from "./volume";

/** The database's own key. It stays where a last snapshot does, which nobody could read without it. */
export function createDataKey(scope: Scope, account: Account): aws.kms.Key {
  const description = `Data of ${scope.name}`;
  return createKey(scope, "key", account, { description, retain: leavesSnapshot(scope) }).key;
}
