/** Where ECS reads a container's secret. */
export interface SecretSource {
  service: "secretsmanager" | "ssm";
  /** ARN of the secret or parameter, as policies name it: without the key of a JSON secret. */
  arn: string;
  /** Whether the reference picks one key or one version of a secret. */
  isPart: boolean;
}

// Secrets Manager adds six characters to a secret's name; without them ECS would find the secret, and no policy would.
const SECRET =
  /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6})(:[^:]*:[^:]*:[^:]*)?$/;
const PARAMETER = /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/[\w./-]+$/;

/** Reads the ARN of a secret or parameter as task definitions take it; undefined if it is neither. */
export function parseSecretArn(arn: string): SecretSource | undefined {
  const [, secret, part] = SECRET.exec(arn) ?? [];
  if (secret !== undefined) return { service: "secretsmanager", arn: secret, isPart: part !== undefined };
  return PARAMETER.test(arn) ? { service: "ssm", arn, isPart: false } : undefined;
}
