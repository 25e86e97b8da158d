import type { Topics } from "../environment/notifications";
import type { Account } from "../shared/account";
import * as aws from "../shared/aws";
import { shortened } from "../shared/context";
import { serviceTrust } from "../shared/iam";
import type { Scope } from "../shared/scope";
import type { StageArgs } from "./args";
import { inRegion } from "./targets/names";

/** The pipeline's own role, and what it has to have before the pipeline is created. */
export interface PipelineRole {
  role: aws.iam.Role;
  policy: aws.iam.RolePolicy;
}

/** A role that can do what the pipeline's actions do, with what they do it to. */
export function createPipelineRole(
  scope: Scope,
  account: Account,
  statements: aws.iam.PolicyStatement[],
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
  const policy = new aws.iam.RolePolicy(
    scope.id(part),
    { role: role.name, policy: { Version: "2012-10-17", Statement: statements } },
    scope.child,
  );
  return { role, policy };
}

/** Statements for approvals: CodePipeline publishes with the pipeline's role, to a topic with a key of its own. */
export function approvalStatements(stages: StageArgs[], { build, key }: Topics): aws.iam.PolicyStatement[] {
  if (!stages.some(({ kind }) => kind === "approval")) return [];
  return [
    { Effect: "Allow", Action: "sns:Publish", Resource: build.arn },
    { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key.arn },
  ];
}

/** Statements for the alarms that are watched between waves. */
export function alarmStatements(stages: StageArgs[], account: Account): aws.iam.PolicyStatement[] {
  const watched = stages.flatMap((stage) => (stage.kind === "deploy" ? (stage.waves ?? []) : []));
  const resources = watched.flatMap(({ regions, watch }) =>
    regions.flatMap((region) =>
      (watch?.alarms ?? []).map((alarm) => account.in(region).arn("cloudwatch", `alarm:${inRegion(alarm, region)}`)),
    ),
  );
  return resources.length > 0 ? [{ Effect: "Allow", Action: "cloudwatch:DescribeAlarms", Resource: resources }] : [];
}
