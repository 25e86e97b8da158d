import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../components/shared/aws";
import { readingState, withoutData, withoutDataAndObjects, withoutItself, writingState } from "./permissions";
import { type DeployedStack, policyName, type RolesSettings } from "./settings";
import { AUDIENCE, ISSUER, subjectsOf, trustOf } from "./trust";

/** What the workflows need to know of a stack; the shape of the repository's variable `AWS_ROLES`. */
interface StackRoles {
  region: string;
  preview: string;
  inspect: string;
  deploy: string;
  /** Seconds for which credentials of a deployment last. */
  deploySeconds: number;
}

const READ_HOURS = 1;
const SECONDS_PER_HOUR = 3600;

/** IAM's limit. */
const MAX_ROLE_NAME = 64;

/**
 * Creates GitHub's identity provider, unless the account has it, and for each stack three roles: `preview` for pull requests and
 * `inspect` for the deployed branch, which read, and `deploy` for the stack's environment.
 *
 * @returns what the workflows need to know, by stack
 */
export function createRoles(settings: RolesSettings): { awsRoles: pulumi.Output<Record<string, StackRoles>> } {
  const { partition } = aws.getPartitionOutput({});
  const providerArn = settings.providerArn ?? createProvider(settings);
  const stacks = settings.stacks.map((stack) =>
    stackRoles(settings, stack, providerArn, partition).apply((roles) => [stack.name, roles] as const),
  );
  return { awsRoles: pulumi.all(stacks).apply((roles) => Object.fromEntries(roles)) };
}

/** AWS trusts GitHub's certificates by their authority: thumbprints, which change, are not needed. */
function createProvider({ context }: RolesSettings): pulumi.Output<string> {
  const name = context.name("github");
  return new aws.iam.OpenIdConnectProvider(name, {
    url: `https://${ISSUER}`,
    clientIdLists: [AUDIENCE],
    tags: context.tags(name),
  }).arn;
}

function stackRoles(
  settings: RolesSettings,
  stack: DeployedStack,
  providerArn: pulumi.Input<string>,
  partition: pulumi.Output<string>,
): pulumi.Output<StackRoles> {
  const { context, state } = settings;
  const subjects = subjectsOf(settings, stack.name);
  const readOnly = pulumi.interpolate`arn:${partition}:iam::aws:policy/ReadOnlyAccess`;

  const role = (kind: keyof typeof subjects, hours: number, policies: Record<string, pulumi.Input<string>>) => {
    const name = context.name(`${stack.name}-${kind}`, MAX_ROLE_NAME);
    const created = new aws.iam.Role(name, {
      name,
      description: `Taken on by ${subjects[kind]} on GitHub`,
      assumeRolePolicy: trustOf(providerArn, subjects[kind]),
      maxSessionDuration: hours * SECONDS_PER_HOUR,
      permissionsBoundary: kind === "deploy" ? stack.permissionsBoundary : undefined,
      tags: context.tags(name),
    });
    for (const [part, policyArn] of Object.entries(policies)) {
      new aws.iam.RolePolicyAttachment(`${name}-${part}`, { role: created.name, policyArn });
    }
    return created;
  };
  const own = (created: aws.iam.Role, kind: string, part: string, policy: aws.iam.PolicyDocument) =>
    new aws.iam.RolePolicy(context.name(`${stack.name}-${kind}-${part}`), { role: created.name, policy });

  const preview = role("preview", READ_HOURS, { read: readOnly });
  own(preview, "preview", "limits", withoutDataAndObjects(state, partition));
  const inspect = role("inspect", READ_HOURS, { read: readOnly });
  own(inspect, "inspect", "limits", withoutData());
  const deployPolicies = Object.fromEntries(stack.deployPolicies.map((arn) => [policyName(arn), arn]));
  const deploy = role("deploy", stack.deployHours, deployPolicies);
  own(deploy, "deploy", "limits", withoutItself(settings, stack, partition));
  if (state !== undefined) {
    own(preview, "preview", "state", readingState(state, partition));
    own(inspect, "inspect", "state", readingState(state, partition));
    own(deploy, "deploy", "state", writingState(state, partition, stack.name));
  }

  const { region, deployHours } = stack;
  return pulumi.all([preview.arn, inspect.arn, deploy.arn]).apply(([previewArn, inspectArn, deployArn]) => ({
    region,
    preview: previewArn,
    inspect: inspectArn,
    deploy: deployArn,
    deploySeconds: deployHours * SECONDS_PER_HOUR,
  }));
}
