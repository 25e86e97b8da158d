import type * as pulumi from "@pulumi/pulumi";
import type { Topics } from "../environment/notifications";
import type { Account } from "../shared/account";
import * as aws from "../shared/aws";
import { shortened } from "../shared/context";
import { merged, serviceTrust } from "../shared/iam";
import type { Scope } from "../shared/scope";
import type { StageArgs } from "./args";
import { inRegion } from "./targets/names";

/** The pipeline's own role, and what it has to be given before the pipeline is created. */
export interface PipelineRole {
  role: aws.iam.Role;
  permissions: pulumi.Resource[];
}

/**
 * Actions whose permissions fit into one policy, of whatever kind they are. IAM takes 6,144 characters, and 10,240 of what is
 * written into a role, where five actions leave room for what every pipeline needs.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const ACTIONS_OF_POLICY = 5;

/** Policies that IAM attaches to a role, unless the account has asked for more. */
const MAX_POLICIES = 10;

/** Actions that deploy for which the role has room: those written into it, and those of the policies attached to it. */
export const MAX_DEPLOYMENTS = ACTIONS_OF_POLICY * (1 + MAX_POLICIES);

/** Alarms for which there is room in what is written into the role. */
export const MAX_ALARMS = 25;

/**
 * A role that can do what the pipeline's actions do, with what they do it to. What every pipeline needs and the first deployments
 * are written into it; of a pipeline with more of them the others are in policies that are attached.
 *
 * @param deployments what each action that deploys needs; at most {@link MAX_DEPLOYMENTS}
 */
export function createPipelineRole(
  scope: Scope,
  account: Account,
  common: aws.iam.PolicyStatement[],
  deployments: aws.iam.PolicyStatement[][],
): PipelineRole {
  const part = "pipeline";
  const role = new aws.iam.Role(
    scope.id(part),
    {
      name: shortened(scope.id(part), 64),
      description: `Actions of the pipeline ${scope.name}`,
      assumeRolePolicy: serviceTrust("codepipeline.amazonaws.com", account.id, account.arn("codepipeline", scope.name)),
      tags: scope.tags(part),
    },
    scope.child,
  );
  const [first = [], ...others] = inGroups(deployments, ACTIONS_OF_POLICY);
  const policy = new aws.iam.RolePolicy(
    scope.id(part),
    { role: role.name, policy: documentOf([...common, ...first]) },
    scope.child,
  );
  const attachments = others.map((statements, i) => {
    const numbered = `${part}-${i + 2}`;
    const attached = new aws.iam.Policy(
      scope.id(numbered),
      {
        name: shortened(scope.id(numbered), 128),
        description: `Further actions of the pipeline ${scope.name}`,
        policy: documentOf(statements),
        tags: scope.tags(numbered),
      },
      scope.child,
    );
    return new aws.iam.RolePolicyAttachment(
      scope.id(numbered),
      { role: role.name, policyArn: attached.arn },
      scope.child,
    );
  });
  return { role, permissions: [policy, ...attachments] };
}

function inGroups(deployments: aws.iam.PolicyStatement[][], size: number): aws.iam.PolicyStatement[][] {
  const count = Math.ceil(deployments.length / size);
  return Array.from({ length: count }, (_, i) => deployments.slice(i * size, (i + 1) * size).flat());
}

const documentOf = (statements: aws.iam.PolicyStatement[]): aws.iam.PolicyDocument => ({
  Version: "2012-10-17",
  Statement: merged(statements),
});

/** Statements for approvals: CodePipeline publishes with the pipeline's role, to a topic with a key of its own. */
export function approvalStatements(stages: StageArgs[], { build, key }: Topics): aws.iam.PolicyStatement[] {
  if (!stages.some(({ kind }) => kind === "approval")) return [];
  return [
    { Effect: "Allow", Action: "sns:Publish", Resource: build.arn },
    { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key.arn },
  ];
}

/** Statements for the alarms that are watched between waves; at most {@link MAX_ALARMS}. */
export function alarmStatements(stages: StageArgs[], account: Account): aws.iam.PolicyStatement[] {
  const resources = watchedAlarms(stages).map(({ region, name }) =>
    account.in(region).arn("cloudwatch", `alarm:${name}`),
  );
  if (resources.length === 0) return [];
  return [{ Effect: "Allow", Action: "cloudwatch:DescribeAlarms", Resource: resources }];
}

/** Every alarm that is watched after a wave, once. */
export function watchedAlarms(stages: StageArgs[]): { region: string; name: string }[] {
  const waves = stages.flatMap((stage) => (stage.kind === "deploy" ? (stage.waves ?? []) : []));
  const all = waves.flatMap(({ regions, watch }) =>
    regions.flatMap((region) => (watch?.alarms ?? []).map((alarm) => ({ region, name: inRegion(alarm, region) }))),
  );
  return [...new Map(all.map((alarm) => [`${alarm.region} ${alarm.name}`, alarm])).values()];
}
