import { artifactKeyAlias } from "../../components/crossRegionPipeline/artifactAccess";
import { artifactPrefixOf } from "../../components/crossRegionPipeline/names";
import { validatePipeline } from "../../components/crossRegionPipeline/validation";
import { validateEc2Targets } from "../../components/ec2Targets/validation";
import type { Context } from "../../components/shared/context";
import { Problems, type Problem } from "../../components/shared/problems";
import { pipelineArgs, pipelineComponentName, type ServiceReference } from "../pipelineArgs";
import type { Sibling } from "./crossStack";
import { nearestOf } from "./issues";
import type { Ec2TargetsSettings, PipelineSettings, TargetSettings } from "./pipelineSchema";
import type { ServiceFacts } from "./serviceFacts";

/** What a stack says of pipelines and of what they deploy to, as far as its shape is right. */
export interface Pipelining {
  pipelines: PipelineSettings[];
  ec2Targets: Ec2TargetsSettings[];
  services: ServiceFacts[];
  /** Addresses that hear of builds, and of errors. */
  notifications: { build: string[]; operations: string[] };
}

type EcsTarget = Extract<TargetSettings, { kind: "ecs" }>;

/** Everything that is wrong with the fleets and pipelines of a stack, and between them and the rest. */
export function checkPipelines(stack: Pipelining, context: Context, siblings: Sibling[]): Problem[] {
  const problems = new Problems();
  checkFleets(stack, context, problems);
  for (const [i, pipeline] of stack.pipelines.entries()) {
    checkPipeline(pipeline, `pipelines[${i}]`, stack, context, siblings, problems);
  }
  const { pipelines } = stack;
  const names = pipelines.map((one) => pipelineComponentName(context, one));
  requireUnique(names, "name", problems);
  requireBuckets(
    pipelines.map((one, i) => artifactPrefixOf(names[i]!, one)),
    problems,
  );
  requireUnique(
    pipelines.map(({ build }) => (build?.kind === "image" ? build.repository : undefined)),
    "build.repository",
    problems,
  );
  requireOneDeployer(pipelines, problems);
  return problems.all;
}

/** Buckets and keys of its own for each pipeline. */
function requireBuckets(prefixes: string[], problems: Problems): void {
  requireUnique(prefixes, "artifactPrefix", problems);
  const aliases = prefixes.map(artifactKeyAlias);
  for (const [i, prefix] of prefixes.entries()) {
    const first = aliases.indexOf(aliases[i]!);
    problems.require(
      prefixes[first] === prefix || prefixes.indexOf(prefix) !== i,
      `pipelines[${i}].artifactPrefix`,
      `"${prefix}" is too like "${prefixes[first]}" of pipelines[${first}], for names of keys have dashes where it has dots; use another`,
    );
  }
}

/**
 * One stage that brings a fleet its revisions by CodeDeploy, and one pipeline that updates a stack: a fleet with several
 * deployment groups gets revisions that race each other when an instance comes, and updates at a time lock each other out.
 */
function requireOneDeployer(pipelines: PipelineSettings[], problems: Problems): void {
  const fleets = new Map<string, string>();
  const stacks = new Map<string, number>();
  for (const { target, pipeline, stage, path } of targetsOf(pipelines)) {
    if (target.kind === "codeDeploy") {
      const first = fleets.get(target.fleet) ?? stage;
      fleets.set(target.fleet, first);
      problems.require(
        first === stage,
        `${path}.fleet`,
        `"${target.fleet}" is deployed to by ${first} already, and one Auto Scaling group takes one deployment group; give each stage a fleet of its own`,
      );
    }
    if (target.kind === "pulumi") {
      const first = stacks.get(target.stack) ?? pipeline;
      stacks.set(target.stack, first);
      problems.require(
        first === pipeline,
        `${path}.stack`,
        `"${target.stack}" is updated by pipelines[${first}] already, and two updates at a time lock each other out; update it by one pipeline`,
      );
    }
  }
}

/** Every target of every pipeline, with the paths of its stage and of itself. */
function targetsOf(pipelines: PipelineSettings[]) {
  return pipelines.flatMap(({ stages }, i) =>
    stages.flatMap((stage, j) => {
      const at = `pipelines[${i}].stages[${j}]`;
      const targets = stage.kind === "deploy" ? stage.targets : [];
      return targets.map((target, k) => ({ target, pipeline: i, stage: at, path: `${at}.targets[${k}]` }));
    }),
  );
}

/** What no two pipelines of a stack may share. */
function requireUnique(values: (string | undefined)[], property: string, problems: Problems): void {
  for (const [i, value] of values.entries()) {
    const first = values.indexOf(value);
    const isFirst = value === undefined || first === i;
    problems.require(isFirst, `pipelines[${i}].${property}`, `"${value}" is taken by pipelines[${first}]; use another`);
  }
}

function checkFleets({ ec2Targets, notifications, pipelines }: Pipelining, context: Context, problems: Problems): void {
  const names = ec2Targets.map(({ name }) => name);
  for (const [i, { places, ...fleet }] of ec2Targets.entries()) {
    const path = `ec2Targets[${i}]`;
    const first = names.indexOf(fleet.name);
    problems.require(first === i, `${path}.name`, `"${fleet.name}" is taken by ec2Targets[${first}]`);
    problems.require(
      targetsOf(pipelines).some(({ target }) => "fleet" in target && target.fleet === fleet.name),
      path,
      `no pipeline deploys to "${fleet.name}"; name it in a target, or leave it out`,
    );
    const mustBePinned = isReplacedEmpty(fleet.name, pipelines);
    const regions = places.map(({ region }) => region);
    for (const [j, { region, imageId, ...network }] of places.entries()) {
      const firstPlace = regions.indexOf(region);
      problems.require(
        firstPlace === j,
        `${path}.places[${j}].region`,
        `"${region}" is that of places[${firstPlace}] already`,
      );
      problems.require(
        imageId !== undefined || !mustBePinned,
        `${path}.places[${j}].imageId`,
        `is missing, and every newer Amazon Linux would replace the instances by empty ones, for a target of kind ec2 deploys to "${fleet.name}"; give the AMI that they have, or use a target of kind codeDeploy`,
      );
      const alarms = { emails: notifications.operations };
      const image = imageId === undefined ? {} : { imageId };
      const found = validateEc2Targets({ context, ...fleet, ...image, region, network, pipelines: ["any"], alarms });
      for (const one of found) {
        const at = one.path.replace(/^(network\.|(?=region|imageId))/, `places[${j}].`);
        // What is wrong with the fleet itself is so in every region.
        if (at.startsWith("places") || j === 0) problems.add(`${path}.${at}`, one.reason);
      }
    }
  }
}

/** Whether new instances of the fleet stay without the application: CodeDeploy brings it to them, CodePipeline's own action does not. */
function isReplacedEmpty(fleet: string, pipelines: PipelineSettings[]): boolean {
  const kinds = targetsOf(pipelines).flatMap(({ target }) =>
    "fleet" in target && target.fleet === fleet ? [target.kind] : [],
  );
  return kinds.includes("ec2") && !kinds.includes("codeDeploy");
}

function checkPipeline(
  pipeline: PipelineSettings,
  path: string,
  stack: Pipelining,
  context: Context,
  siblings: Sibling[],
  problems: Problems,
): void {
  const own = { stack: context.environment, region: context.region, stage: context.stage, services: stack.services };
  const stacks = [own, ...siblings];
  const args = pipelineArgs(pipeline, {
    context,
    stageOf: (name) => stacks.find((one) => one.stack === name)?.stage,
    service: (target) => placeholder(target, stacks, context),
  });
  for (const { path: at, reason } of validatePipeline(pipelineComponentName(context, pipeline), args)) {
    problems.add(`${path}.${settingOf(at, pipeline)}`, reason);
  }
  for (const [i, stage] of pipeline.stages.entries()) {
    const stagePath = `${path}.stages[${i}]`;
    if (stage.kind === "approval") {
      problems.require(
        stack.notifications.build.length > 0,
        stagePath,
        "is an approval that nobody hears of: add an address to notifications.build",
      );
      continue;
    }
    for (const [j, target] of stage.targets.entries()) {
      const targetPath = `${stagePath}.targets[${j}]`;
      if ("fleet" in target) checkFleet(target, targetPath, pipeline, stack.ec2Targets, context, problems);
      if (target.kind === "ecs") checkService(target, targetPath, pipeline, stacks, context, problems);
    }
  }
}

/** A service in a target's place while nothing has been created. */
function placeholder(target: EcsTarget, stacks: Sibling[], context: Context): ServiceReference {
  const { region, services = [] } = stacks.find(({ stack }) => stack === (target.stack ?? context.environment)) ?? {};
  const waitingMinutes = services.find(({ name }) => name === target.service)?.waitingMinutes ?? 0;
  const { service } = target;
  return { cluster: "", service, family: "", roles: [service], region: region ?? context.region, waitingMinutes };
}

/** The path of a component's argument in the settings, where targets are called as what they deploy to. */
function settingOf(path: string, { stages }: PipelineSettings): string {
  const [, stage, target, rest] =
    /^stages\[(\d+)\]\.targets\[(\d+)\]\.(name|tag\b.*|regions\b.*|waitingMinutes)$/.exec(path) ?? [];
  if (rest === undefined) return path;
  const settings = stages[Number(stage)]!;
  const kind = settings.kind === "deploy" ? settings.targets[Number(target)]!.kind : "pulumi";
  const at = `stages[${stage}].targets[${target}]`;
  if (kind === "ecs") return `${at}.${rest.startsWith("regions") ? "stack" : "service"}`;
  return kind === "pulumi" || rest.startsWith("regions") ? path : `${at}.fleet`;
}

function checkFleet(
  { fleet, regions }: { fleet: string; regions?: string[] | undefined },
  path: string,
  pipeline: PipelineSettings,
  ec2Targets: Ec2TargetsSettings[],
  context: Context,
  problems: Problems,
): void {
  const names = ec2Targets.map(({ name }) => name);
  const found = ec2Targets.find(({ name }) => name === fleet);
  if (!found) {
    problems.add(`${path}.fleet`, `"${fleet}" is not a fleet of ec2Targets; ${hint(fleet, names)}`);
    return;
  }
  const has = found.places.map(({ region }) => region);
  const lacking = (regions ?? pipeline.regions ?? [context.region]).filter((region) => !has.includes(region));
  problems.require(
    lacking.length === 0,
    `${path}.fleet`,
    `"${fleet}" has no instances in ${lacking.join(", ")}; add the place there, or give the target other regions (${has.join(", ")})`,
  );
}

/** A service that is there, whose image is the pipeline's to decide, with the container that gets it. */
function checkService(
  { service, stack = "" }: EcsTarget,
  path: string,
  { build }: PipelineSettings,
  stacks: Sibling[],
  context: Context,
  problems: Problems,
): void {
  const name = stack || context.environment;
  const found = stacks.find((one) => one.stack === name);
  if (!found?.region) {
    const known = stacks.filter(({ region }) => region).map((one) => one.stack);
    problems.add(`${path}.stack`, `"${name}" is not a stack; ${hint(name, known)}`);
    return;
  }
  const services = found.services ?? [];
  const facts = services.find((one) => one.name === service);
  if (!facts) {
    const known = services.map((one) => one.name);
    problems.add(`${path}.service`, `"${service}" is not a service of stack "${name}"; ${hint(service, known)}`);
    return;
  }
  problems.require(
    facts.imageOwner === "pipeline",
    `${path}.service`,
    `"${service}" of stack "${name}" has the image of its settings, and the next pulumi up would bring it back; set its imageOwner to pipeline`,
  );
  problems.require(
    build?.kind !== "image" || facts.containers.includes(build.container),
    `${path}.service`,
    `"${service}" of stack "${name}" has no container "${build?.kind === "image" ? build.container : ""}", which the build is for; it has ${facts.containers.join(", ")}`,
  );
  problems.require(
    build?.kind !== "image" || build.architecture === facts.architecture,
    `${path}.service`,
    `"${service}" of stack "${name}" runs on ${facts.architecture}, and the build is for ${build?.architecture}; set build.architecture`,
  );
}

function hint(word: string, known: string[]): string {
  const nearest = nearestOf(word, known);
  if (nearest) return `did you mean "${nearest}"?`;
  return known.length > 0 ? `there are ${known.join(", ")}` : "there is none";
}
