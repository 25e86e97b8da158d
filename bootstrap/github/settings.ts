import { z } from "zod";
import { Context } from "../../components/shared/context";
import { NAME, REGION } from "../../components/shared/formats";
import type { Problem } from "../../components/shared/problems";
import { describeIssue, unknownKey } from "../../stacks/settings/issues";

/** Namespace of the settings: the name of this project. */
const NAMESPACE = "slipway-github";

/** Why an ARN of a policy is refused. */
const POLICY_ARN = "is not the ARN of a policy; give one such as arn:PARTITION:iam::ACCOUNT:policy/NAME";

const text = (format: RegExp, message: string) => z.string().refine((value) => format.test(value), message);
const name = text(NAME, "is not a name; lower-case letters, digits and single dashes, a letter first");
const policyArn = text(/^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/, POLICY_ARN);
const id = z.int().positive();

/** What follows `policy/` in an ARN. */
export const policyName = (arn: string): string => arn.slice(arn.indexOf("/") + 1);

const stackSchema = z.strictObject({
  /** Name of the stack and of its GitHub environment. */
  name: text(/^[A-Za-z0-9][\w-]{0,31}$/, "is not a stack's name; letters, digits, dashes, at most 32"),
  /** Region in which the workflows ask for credentials: the stack's own. */
  region: text(REGION, "is not a region; give one such as us-west-2"),
  /** What a deployment may do: policies of the account, which this program does not know. */
  deployPolicies: z
    .array(policyArn)
    .min(1)
    .max(9)
    .refine((arns) => new Set(arns.map(policyName)).size === arns.length, "two policies have one name"),
  /** Limits whatever the deployment's policies allow. */
  permissionsBoundary: policyArn.optional(),
  /** Hours for which credentials of a deployment last. */
  deployHours: z.int().min(1).max(12).default(2),
});

const schema = z.strictObject({
  region: z.string(),
  owner: name,
  project: name,
  /** GitHub repository, `OWNER/NAME`. */
  repository: text(
    /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}\/(?!\.{1,2}$)[\w.-]{1,100}$/,
    "is not a repository; give OWNER/NAME as in its address, without https://github.com/ and .git",
  ),
  /** GitHub's numbers of owner and repository, for a repository whose OIDC subjects have them. */
  ids: z.strictObject({ owner: id, repository: id }).optional(),
  /** The branch that is deployed. */
  branch: text(/^[^\s:~^?*[\\]+$/, "is not a branch; give its name, without refs/heads/ and without *").default("main"),
  /** GitHub's identity provider, where the account has it already. */
  providerArn: text(
    /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/,
    "is not the ARN of GitHub's identity provider; it ends in :oidc-provider/token.actions.githubusercontent.com",
  ).optional(),
  /** Where the state is, if it is in S3: the bucket, and the KMS keys of bucket and secrets. */
  state: z
    .strictObject({
      bucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "is not the name of a bucket"),
      keys: z.array(
        text(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, "is not the ARN of a KMS key; an alias is none"),
      ),
    })
    .optional(),
  stacks: z.array(stackSchema).min(1),
});

/** A stack that the repository deploys. */
export type DeployedStack = z.infer<typeof stackSchema>;

/** The checked settings, and what names and tags are made of. */
export type RolesSettings = z.infer<typeof schema> & { context: Context };

/** Thrown with every problem of the settings at once. */
export class RolesSettingsError extends Error {
  constructor(
    stack: string,
    readonly problems: Problem[],
  ) {
    const lines = problems.map(({ path, reason }) => `  ${path}: ${reason}`);
    super(`the settings of stack "${stack}" have ${problems.length} problem(s):\n${lines.join("\n")}`);
    this.name = "RolesSettingsError";
  }
}

/**
 * Checks the configuration of a stack of this program.
 *
 * @param config whole configuration by key, where lists and maps are JSON
 * @throws RolesSettingsError with all problems
 */
export function readSettings(stack: string, config: Record<string, string>): RolesSettings {
  const problems: Problem[] = [];
  const raw: Record<string, unknown> = { region: config["aws:region"] };
  for (const [key, value] of Object.entries(config)) {
    const [namespace, setting = ""] = key.split(":");
    if (namespace !== NAMESPACE) continue;
    if (setting in schema.shape && setting !== "region") raw[setting] = decoded(value);
    else problems.push({ path: setting, reason: unknownKey(setting, Object.keys(schema.shape)) });
  }
  const result = schema.safeParse(raw, { reportInput: true });
  if (!result.success) problems.push(...result.error.issues.flatMap((issue) => describeIssue(issue, keysAt)));
  problems.push(...nameProblems(result.data?.stacks ?? [], stack));
  if (!result.success || problems.length > 0) throw new RolesSettingsError(stack, problems);
  const { owner, project, region } = result.data;
  // What it makes outlives every stack that it is made for.
  return { ...result.data, context: new Context({ owner, project, environment: stack, stage: "production", region }) };
}

/** Pulumi hands lists and maps on as JSON. */
function decoded(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** The keys that there are in the map at a path, for suggestions. */
function keysAt([setting]: PropertyKey[]): string[] {
  const { ids, state } = schema.shape;
  const maps: Record<PropertyKey, object> = {
    ids: ids.unwrap().shape,
    state: state.unwrap().shape,
    stacks: stackSchema.shape,
  };
  return Object.keys(maps[setting ?? ""] ?? {});
}

/** What a stack's name collides with. */
function nameProblems(stacks: DeployedStack[], ownName: string): Problem[] {
  const names = stacks.map(({ name }) => name.toLowerCase());
  return stacks.flatMap(({ name }, i): Problem[] => {
    const path = `stacks[${i}].name`;
    // A deployment must not touch what begins with this stack's names: its own roles would.
    if (name === ownName)
      return [{ path, reason: `"${name}" is the name of this stack too; call one of them otherwise` }];
    return names.indexOf(name.toLowerCase()) === i ? [] : [{ path, reason: `"${name}" is there already` }];
  });
}
