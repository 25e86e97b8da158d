import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type {
  CodeDeployTargetArgs,
  Ec2TargetArgs,
  EcsTargetArgs,
  InstanceTagArgs,
  PulumiTargetArgs,
} from "../targetArgs";
import type { ValidateTarget } from "./target";

const MAX_ALARMS = 10;
const MAX_TARGET_GROUPS = 10;
const MAX_POLICIES = 10;

/** Minutes that a deployment needs besides its waits: images are pulled, tasks start, old ones drain. */
const DEPLOYMENT_MINUTES = 10;

/** CodeDeploy: a tag, a pace, alarms; an archive to deploy. */
export const validateCodeDeploy: ValidateTarget<CodeDeployTargetArgs> = (target, path, { build }, problems) => {
  const { tag, pace, alarms = [], targetGroups = [] } = target;
  requireArchive(build?.kind, path, problems);
  validateTag(tag, `${path}.tag`, problems);
  problems.require(
    typeof pace !== "object" || isBetween(pace.healthyPercent, 1, 99),
    `${path}.pace.healthyPercent`,
    `${typeof pace === "object" ? pace.healthyPercent : ""} is out of range; allowed is 1–99 percent`,
  );
  requireAtMost(alarms, MAX_ALARMS, `${path}.alarms`, "alarms", problems);
  requireAtMost(targetGroups, MAX_TARGET_GROUPS, `${path}.targetGroups`, "target groups", problems);
};

/** CodePipeline's action for instances: a tag, a folder, scripts within the archive. */
export const validateEc2: ValidateTarget<Ec2TargetArgs> = (target, path, { build }, problems) => {
  const { tag, directory, preScript, postScript, batchPercent = 50, targetGroups = [] } = target;
  requireArchive(build?.kind, path, problems);
  validateTag(tag, `${path}.tag`, problems);
  problems.require(
    /^\/[^\s]+$/.test(directory),
    `${path}.directory`,
    `"${directory}" is not an absolute path such as /srv/app`,
  );
  for (const [property, script] of Object.entries({ preScript, postScript })) {
    problems.require(
      script === undefined || /^[^/\s][^\s]*$/.test(script),
      `${path}.${property}`,
      `"${script}" is not a path within the archive such as scripts/restart.sh`,
    );
  }
  problems.require(
    isBetween(batchPercent, 1, 100),
    `${path}.batchPercent`,
    `${batchPercent} is out of range; allowed is 1–100 percent`,
  );
  requireAtMost(targetGroups, MAX_TARGET_GROUPS, `${path}.targetGroups`, "target groups", problems);
};

/** ECS: an image to deploy, and a deployment that ends before CodePipeline gives it up. */
export const validateEcs: ValidateTarget<EcsTargetArgs> = (target, path, { build }, problems) => {
  const { waitingMinutes = 0, timeoutMinutes = 60, roles } = target;
  problems.require(
    build?.kind === "image",
    path,
    "deploys an image, and the pipeline builds none; give `build` the kind image",
  );
  problems.require(
    isBetween(timeoutMinutes, 1, 60),
    `${path}.timeoutMinutes`,
    `${timeoutMinutes} is out of range; allowed is 1–60 minutes, AWS's limit for the action`,
  );
  problems.require(
    waitingMinutes === 0 || waitingMinutes + DEPLOYMENT_MINUTES <= timeoutMinutes,
    `${path}.waitingMinutes`,
    `canary, bake and pauses take ${waitingMinutes} minutes and the deployment itself about ${DEPLOYMENT_MINUTES}, ` +
      `but the action waits ${timeoutMinutes}; make them shorter` +
      (timeoutMinutes < 60 ? " or raise timeoutMinutes, up to 60" : ""),
  );
  problems.require(roles.length > 0, `${path}.roles`, "names none; the tasks have an execution role at least");
};

/** A stack: a name, a state that its role can reach, a key, policies that are not everything. */
export const validatePulumi: ValidateTarget<PulumiTargetArgs> = (target, path, _, problems) => {
  const { stack, backend, secretsKeyArn, policyArns, permissionsBoundaryArn, timeoutMinutes = 120 } = target;
  problems.require(
    /^[\w.-]+(\/[\w.-]+){0,2}$/.test(stack),
    `${path}.stack`,
    `"${stack}" is not a stack such as staging or acme/slipway/staging`,
  );
  problems.require(
    /^s3:\/\/[a-z0-9][a-z0-9.-]+/.test(backend),
    `${path}.backend`,
    `"${backend}" is not the address of a bucket such as s3://acme-pulumi-state?region=us-west-2`,
  );
  problems.require(
    /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/.+$/.test(secretsKeyArn),
    `${path}.secretsKeyArn`,
    `"${secretsKeyArn}" is not the ARN of a KMS key`,
  );
  problems.require(
    isBetween(policyArns.length, 1, MAX_POLICIES),
    `${path}.policyArns`,
    `has ${policyArns.length} policies; allowed is 1–${MAX_POLICIES}`,
  );
  for (const [i, arn] of policyArns.entries()) {
    requirePolicy(arn, `${path}.policyArns[${i}]`, problems);
    problems.require(
      !/:policy\/AdministratorAccess$/.test(arn),
      `${path}.policyArns[${i}]`,
      "lets the pipeline do anything in the account; name policies for what the stack has",
    );
  }
  if (permissionsBoundaryArn !== undefined) {
    requirePolicy(permissionsBoundaryArn, `${path}.permissionsBoundaryArn`, problems);
  }
  problems.require(
    isBetween(timeoutMinutes, 5, 480),
    `${path}.timeoutMinutes`,
    `${timeoutMinutes} is out of range; allowed is 5–480 minutes`,
  );
};

function requireArchive(kind: "image" | "archive" | undefined, path: string, problems: Problems): void {
  problems.require(
    kind !== "image",
    path,
    "deploys files to instances, and the pipeline builds an image; give `build` the kind archive",
  );
}

function validateTag({ key, value }: InstanceTagArgs, path: string, problems: Problems): void {
  problems.require(
    key.length <= 128 && /^(?!aws:).+$/.test(key),
    `${path}.key`,
    `"${key}" is not the key of a tag: 1–128 characters that do not begin with aws:`,
  );
  problems.require(
    value.length >= 1 && value.length <= 256,
    `${path}.value`,
    `"${value}" is not the value of a tag: 1–256 characters`,
  );
}

function requireAtMost(values: string[], most: number, path: string, what: string, problems: Problems): void {
  problems.require(values.length <= most, path, `has ${values.length} ${what}; allowed are ${most}`);
  problems.unique(values, path);
}

function requirePolicy(arn: string, path: string, problems: Problems): void {
  problems.require(
    /^arn:aws[\w-]*:iam::(aws|\d{12}):policy\/.+$/.test(arn),
    path,
    `"${arn}" is not the ARN of an IAM policy`,
  );
}
