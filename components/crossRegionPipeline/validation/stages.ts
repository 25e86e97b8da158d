import { NAME } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { DeployArgs } from "../args";
import { stageNames } from "../names";
import { MAX_ALARMS, MAX_DEPLOYMENTS, watchedAlarms } from "../role";
import { validateTarget } from "../targets";
import type { CheckedPipeline } from "./index";
import { validateWaves } from "./waves";
import { validateWindow } from "./window";

/** Longest name of a stage or target that leaves room for the suffixes of AWS names. */
const MAX_NAME_LENGTH = 20;

/** CodePipeline's limits. */
const MAX_STAGES = 50;
const MAX_ACTIONS = 50;

/** Names of the stages that every pipeline has. */
const TAKEN = ["source", "build"];

/** Stages one by one: names, numbers, targets with their regions, waves. */
export function validateStages(args: CheckedPipeline, regions: string[], problems: Problems): void {
  const { stages, build, executions } = args;
  const names = stages.map(({ name }) => name);
  for (const [i, stage] of stages.entries()) {
    const path = `stages[${i}]`;
    validateName(stage.name, `${path}.name`, problems);
    problems.require(
      !TAKEN.includes(stage.name),
      `${path}.name`,
      `"${stage.name}" is a stage of every pipeline; use another`,
    );
    const first = names.indexOf(stage.name);
    problems.require(first === i, `${path}.name`, `"${stage.name}" is taken by stages[${first}]`);
    if (stage.kind === "deploy") validateDeploy(stage, path, args, regions, problems);
  }
  problems.require(
    stages.some(({ kind }) => kind === "deploy"),
    "stages",
    "deploy nowhere; add a stage of kind deploy",
  );
  const inAws = stages.flatMap((stage) => (stage.kind === "deploy" ? stageNames(stage) : [stage.name]));
  const total = inAws.length + (build ? 2 : 1);
  problems.require(
    total <= MAX_STAGES,
    "stages",
    `make ${total} stages with source, build and waves; CodePipeline takes ${MAX_STAGES}`,
  );
  const deployments = stages.flatMap((stage) => (stage.kind === "deploy" ? actionsOf(stage, regions) : []));
  problems.require(
    deployments.length <= MAX_DEPLOYMENTS,
    "stages",
    `deploy ${deployments.length} times, once for each target in each region, and the policies of one role have room for ` +
      `${MAX_DEPLOYMENTS}; deploy to fewer regions, or make a second pipeline`,
  );
  const alarms = watchedAlarms(stages).length;
  problems.require(
    alarms <= MAX_ALARMS,
    "stages",
    `watch ${alarms} alarms, and the policy of the pipeline's role has room for ${MAX_ALARMS}; watch fewer, or make a second pipeline`,
  );
  for (const name of new Set(
    inAws.filter((one, i) => inAws.indexOf(one) !== i && names.indexOf(one) === names.lastIndexOf(one)),
  )) {
    problems.add("stages", `make two stages called "${name}", by a name or by a wave; rename one`);
  }
  problems.require(
    executions !== "parallel" || !stages.some((stage) => stage.kind === "deploy" && rollsBack(stage)),
    "executions",
    "are parallel, and CodePipeline rolls nothing back then; use queued, or stages without rollback and watch",
  );
}

/** The region of each action of the stage. */
function actionsOf({ targets }: DeployArgs, regions: string[]): string[] {
  return targets.flatMap((target) => target.regions ?? regions);
}

/** Whether the stage asks for a rollback. */
function rollsBack({ onFailure, waves = [] }: DeployArgs): boolean {
  return onFailure === "rollback" || waves.some(({ watch }) => watch !== undefined);
}

function validateDeploy(
  stage: DeployArgs,
  path: string,
  { context, build }: CheckedPipeline,
  regions: string[],
  problems: Problems,
): void {
  const { targets, waves, window } = stage;
  problems.require(targets.length > 0, `${path}.targets`, "is empty; give at least one target");
  const names = targets.map(({ name }) => name);
  for (const [i, target] of targets.entries()) {
    const at = `${path}.targets[${i}]`;
    validateName(target.name, `${at}.name`, problems);
    const first = names.indexOf(target.name);
    problems.require(first === i, `${at}.name`, `"${target.name}" is taken by targets[${first}]`);
    if (target.regions) validateRegions(target.regions, `${at}.regions`, regions, problems);
    validateTarget(target, at, { context, ...(build && { build }) }, problems);
  }
  const deployed = [...new Set(actionsOf(stage, regions))];
  if (waves) validateWaves(waves, `${path}.waves`, deployed, problems);
  const actions = actionsOf(stage, regions).length;
  problems.require(
    actions <= MAX_ACTIONS,
    `${path}.targets`,
    `make ${actions} actions, one for each region; CodePipeline takes ${MAX_ACTIONS} in a stage`,
  );
  if (window) validateWindow(window, `${path}.window`, problems);
}

function validateName(name: string, path: string, problems: Problems): void {
  problems.require(
    NAME.test(name) && name.length <= MAX_NAME_LENGTH,
    path,
    `"${name}" is not a name; lower-case letters, digits and single dashes, a letter first, at most ${MAX_NAME_LENGTH}`,
  );
}

function validateRegions(own: string[], path: string, regions: string[], problems: Problems): void {
  problems.require(own.length > 0, path, "is empty; give regions, or leave it out for all of the pipeline's");
  problems.unique(own, path);
  for (const [i, region] of own.entries()) {
    problems.require(
      regions.includes(region),
      `${path}[${i}]`,
      `"${region}" has no artifact store; add it to the pipeline's regions (${regions.join(", ")})`,
    );
  }
}
