import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";
import * as aws from "./aws";
import type { Scope } from "./scope";

/** Whom a key lets use it besides the account's own principals, whose IAM policies say it. */
export interface KeyGrant {
  Sid: string;
  Principal: pulumi.Input<Record<string, pulumi.Input<string | pulumi.Input<string>[]>>>;
  Action: string | string[];
  Condition?: Record<string, Record<string, pulumi.Input<string>>>;
}

export interface KeyArgs {
  description: string;
  grants?: readonly KeyGrant[];
  /** Default: `alias/` and the name of the part. */
  alias?: string;
  /** Stays in the account when its stack is removed, in every stage: what it encrypts stays too. Default: as other data. */
  retain?: boolean;
}

/**
 * A KMS key that rotates every year, and its alias. It is data: what it has encrypted is lost with it.
 * Bills a dollar a month, and another for each of the first two rotations.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function createKey(
  scope: Scope,
  part: string,
  account: Account,
  { description, grants = [], alias = `alias/${scope.id(part)}`, retain = false }: KeyArgs,
): { key: aws.kms.Key; alias: aws.kms.Alias } {
  const { partition, id } = account;
  const own: KeyGrant = {
    Sid: "Account",
    Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${id}:root` },
    Action: "kms:*",
  };
  const key = new aws.kms.Key(
    scope.id(part),
    {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: scope.context.protectData ? 30 : 7,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        // In a key's policy, any resource is the key.
        Statement: [own, ...grants].map(({ Sid, ...rest }) => ({ Sid, Effect: "Allow", ...rest, Resource: "*" })),
      }),
      ...scope.common(part),
    },
    retain ? { ...scope.stateful, retainOnDelete: true } : scope.stateful,
  );
  return {
    key,
    alias: new aws.kms.Alias(scope.id(part), { name: alias, targetKeyId: key.id, region: scope.region }, scope.child),
  };
}
