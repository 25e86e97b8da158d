import * as aws from "../shared/aws";
import type { Scope } from "../shared/scope";

/**
 * A secret without a value: the instance makes the administrator's password up at its first boot and puts it here, so that
 * no plan, state or user data ever holds it.
 */
export function createSecret(scope: Scope, key: aws.kms.Key | undefined): aws.secretsmanager.Secret {
  const part = "admin";
  return new aws.secretsmanager.Secret(
    scope.id(part),
    {
      description: `User name and password of the administrator of ${scope.name}`,
      ...(key && { kmsKeyId: key.arn }),
      recoveryWindowInDays: scope.context.protectData ? 30 : 0,
      ...scope.common(part),
    },
    scope.stateful,
  );
}
