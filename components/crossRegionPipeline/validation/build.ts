import { isCredential } from "../../shared/credentialNames";
import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { BuildArgs } from "../buildArgs";

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const REPOSITORY = /^[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/;

/** ARN of a secret, with the JSON key behind it that CodeBuild takes. */
const SECRET = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^:]+(:[^:]+)?$/;

/** Variables that CodeBuild or the build of an image set themselves. */
const OWN_VARIABLES = /^(AWS_|CODEBUILD_)|^(CONTAINER|REPOSITORY)$/;

/** A build: a repository that ECR takes, variables without credentials, limits of CodeBuild. */
export function validateBuild(build: BuildArgs, path: string, problems: Problems): void {
  const { architecture = "x86_64", image, timeoutMinutes = 60, variables = {}, secrets = {} } = build;
  const at = (property: string): string => `${path}.${property}`;
  problems.require(
    isBetween(timeoutMinutes, 5, 480),
    at("timeoutMinutes"),
    `${timeoutMinutes} is out of range; allowed is 5–480 minutes`,
  );
  const [, processor] = /^aws\/codebuild\/.*-(x86_64|aarch64)-/.exec(image ?? "") ?? [];
  problems.require(
    processor === undefined || (processor === "aarch64") === (architecture === "arm64"),
    at("image"),
    `"${image}" is for ${processor}, and the build runs on ${architecture}; change one of them`,
  );
  for (const name of [...Object.keys(variables), ...Object.keys(secrets)]) {
    const property = name in variables ? `variables.${name}` : `secrets.${name}`;
    problems.require(/^[A-Za-z_]\w*$/.test(name), at(property), "is not the name of an environment variable");
    problems.require(!OWN_VARIABLES.test(name), at(property), "is set by the build itself; use another name");
  }
  for (const [name, value] of Object.entries(variables)) {
    problems.require(
      !isCredential(name, value),
      at(`variables.${name}`),
      "looks like a credential, and everybody who sees the project reads it; put it into Secrets Manager and name it in secrets",
    );
    problems.require(!(name in secrets), at(`secrets.${name}`), "is in variables as well; use one of them");
  }
  for (const [name, reference] of Object.entries(secrets)) {
    problems.require(SECRET.test(reference), at(`secrets.${name}`), `"${reference}" is not the ARN of a secret`);
  }
  if (build.kind === "archive") return;
  const { repository, container, keepImages = 500 } = build;
  problems.require(
    REPOSITORY.test(repository) && isBetween(repository.length, 2, 256),
    at("repository"),
    `"${repository}" is not the name of a repository in ECR; lower-case letters, digits, and single . _ - / between them`,
  );
  problems.require(/^[\w-]{1,255}$/.test(container), at("container"), `"${container}" is not the name of a container`);
  problems.require(
    isBetween(keepImages, 1, 1000),
    at("keepImages"),
    `${keepImages} is out of range; allowed is 1–1000 images`,
  );
}
