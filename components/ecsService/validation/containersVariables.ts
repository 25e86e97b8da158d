import { isCredential } from "../../shared/credentialNames";
import type { Problems } from "../../shared/problems";
import type { ContainerArgs } from "../containerArgs";
import { parseSecretArn } from "../task/secretArns";

const MAX_FILES = 10;

/** A container's variables: names that an environment can have, nothing secret in clear text, secrets by ARN. */
export function validateVariables(container: ContainerArgs, at: string, problems: Problems): void {
  const { environment = {}, secrets = {}, environmentFiles = [] } = container;
  for (const [name, value] of Object.entries(environment)) {
    const path = `${at}.environment.${name}`;
    validateName(name, path, problems);
    problems.require(!(name in secrets), path, "is under secrets as well; keep one of the two");
    problems.require(
      !isCredential(name, value),
      path,
      "would show a credential to whoever may read the task definition; keep it in Secrets Manager or SSM, and give its ARN under secrets",
    );
  }
  for (const [name, value] of Object.entries(secrets)) {
    const path = `${at}.secrets.${name}`;
    validateName(name, path, problems);
    validateSecret(value, path, problems);
  }
  validateReferences(container, at, problems);
  problems.unique(environmentFiles, `${at}.environmentFiles`);
  problems.require(
    environmentFiles.length <= MAX_FILES,
    `${at}.environmentFiles`,
    `has ${environmentFiles.length} files; at most ${MAX_FILES}`,
  );
  for (const [i, file] of environmentFiles.entries()) {
    problems.require(
      /^[A-Za-z0-9][A-Za-z0-9._-]*\.env$/.test(file),
      `${at}.environmentFiles[${i}]`,
      `"${file}" is not the name of a file that ends in .env, such as lookup.env`,
    );
  }
}

function validateName(name: string, path: string, problems: Problems): void {
  problems.require(/^[^\s=]+$/.test(name), path, `"${name}" is not the name of a variable`);
}

/** Whoever mistakes the place writes the secret itself here: the message does not repeat it. */
function validateSecret(value: unknown, path: string, problems: Problems): void {
  problems.require(
    typeof value !== "string" || parseSecretArn(value) !== undefined,
    path,
    "is not the full ARN of a Secrets Manager secret (arn:…:secret:name-AbCdEf, :key:: behind it for one key) or of an SSM parameter",
  );
}

function validateReferences(
  { registryCredentials, secretKeys = [] }: ContainerArgs,
  at: string,
  problems: Problems,
): void {
  if (typeof registryCredentials === "string") {
    const source = parseSecretArn(registryCredentials);
    problems.require(
      source?.service === "secretsmanager" && !source.isPart,
      `${at}.registryCredentials`,
      "is not the full ARN of a Secrets Manager secret (arn:…:secret:name-AbCdEf)",
    );
  }
  for (const [i, key] of secretKeys.entries()) {
    problems.require(
      typeof key !== "string" || /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(key),
      `${at}.secretKeys[${i}]`,
      "is not the ARN of a KMS key (arn:…:key/…; policies know no aliases)",
    );
  }
}
