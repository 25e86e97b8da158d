import type * as pulumi from "@pulumi/pulumi";
import type * as aws from "../shared/aws";
import type { ApprovalArgs, DeployArgs, StageArgs, WatchArgs } from "./args";
import { stageNames } from "./names";
import type { TargetArgs } from "./targetArgs";
import { inRegion } from "./targets/names";
import type { Deployment } from "./targets/target";

export type Stage = aws.types.input.codepipeline.PipelineStage;
type Action = aws.types.input.codepipeline.PipelineStageAction;

/** What stages of CodePipeline are made of, besides what the arguments say. */
export interface StageParts {
  /** The pipeline's own regions. */
  regions: string[];
  /** What one region of a target is deployed by. */
  deploymentOf: (stage: string, target: TargetArgs, region: string) => Deployment;
  /** Topic that is told what waits for an approval. */
  topicArn: pulumi.Input<string>;
  /** The version that an execution deploys, in words. */
  version: string;
  /** The version of the stacks' program, where it is not in the source. */
  infrastructure?: string;
  /** What happens when a deployment fails, if the stage does not say. */
  onFailure: NonNullable<DeployArgs["onFailure"]>;
}

/** CodePipeline's limit for the text of an approval. */
const MAX_APPROVAL_TEXT = 1000;

/** An approval: what waits, and where it would go. */
export function approvalStage(args: ApprovalArgs, all: StageArgs[], parts: StageParts): Stage {
  const { topicArn, version, infrastructure, regions } = parts;
  const opened = all.find((stage): stage is DeployArgs => stage.kind === "deploy" && stage.name === args.approves)!;
  const destinations = opened.targets.map((target) => `${target.name} in ${(target.regions ?? regions).join(", ")}`);
  const updatesStacks = opened.targets.some(({ kind }) => kind === "pulumi");
  const versions = updatesStacks && infrastructure !== undefined ? `${version}, with ${infrastructure}` : version;
  return {
    name: args.name,
    actions: [
      {
        name: "approve",
        category: "Approval",
        owner: "AWS",
        provider: "Manual",
        version: "1",
        configuration: {
          NotificationArn: topicArn,
          CustomData: `Deploy ${versions} to ${args.approves}: ${destinations.join("; ")}`.slice(0, MAX_APPROVAL_TEXT),
          ...(args.reviewUrl !== undefined && { ExternalEntityLink: args.reviewUrl }),
        },
        timeoutInMinutes: args.timeoutMinutes ?? 7 * 24 * 60,
      },
    ],
  };
}

/**
 * The stages of a deployment. Each wave is a stage of its own: only a stage can watch alarms after it has succeeded, and go back.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works-conditions.html
 */
export function deployStages(args: DeployArgs, parts: StageParts): Stage[] {
  const waves = args.waves ?? [{ regions: parts.regions }];
  return stageNames(args).map((name, i) => {
    const { regions, watch } = waves[i]!;
    return {
      name,
      actions: args.targets.flatMap((target) =>
        (target.regions ?? parts.regions)
          .filter((region) => regions.includes(region))
          .map((region) => deployAction(target.name, region, parts.deploymentOf(args.name, target, region))),
      ),
      ...failureOf(args.onFailure ?? parts.onFailure),
      ...(watch && { onSuccess: { condition: { result: "ROLLBACK", rules: alarmRules(watch, regions) } } }),
      // Later waves belong to a deployment that has begun in time.
      ...(args.window &&
        i === 0 && { beforeEntry: { condition: { result: "FAIL", rules: [windowRule(args.window)] } } }),
    };
  });
}

function deployAction(target: string, region: string, { action }: Deployment): Action {
  return {
    name: `${target}-${region}`,
    category: action.category,
    owner: "AWS",
    provider: action.provider,
    version: "1",
    region,
    inputArtifacts: [action.inputArtifact],
    configuration: action.configuration,
  };
}

function failureOf(onFailure: NonNullable<DeployArgs["onFailure"]>): Pick<Stage, "onFailure"> {
  switch (onFailure) {
    case "rollback":
      return { onFailure: { result: "ROLLBACK" } };
    case "retryFailedActions":
      return { onFailure: { result: "RETRY", retryConfiguration: { retryMode: "FAILED_ACTIONS" } } };
    case "retryAllActions":
      return { onFailure: { result: "RETRY", retryConfiguration: { retryMode: "ALL_ACTIONS" } } };
    case "stop":
      return {};
  }
}

function alarmRules({ minutes, alarms }: WatchArgs, regions: string[]) {
  return regions.flatMap((region) =>
    alarms.map((alarm, i) => ({
      name: `alarm-${i + 1}-${region}`,
      ruleTypeId: { category: "Rule", owner: "AWS", provider: "CloudWatchAlarm", version: "1" },
      configuration: { AlarmName: inRegion(alarm, region), AlarmStates: "ALARM", WaitTime: String(minutes) },
      region,
    })),
  );
}

function windowRule({ cron, timezone = "UTC" }: NonNullable<DeployArgs["window"]>) {
  return {
    name: "window",
    ruleTypeId: { category: "Rule", owner: "AWS", provider: "DeploymentWindow", version: "1" },
    configuration: { Cron: cron, TimeZone: timezone },
  };
}
