import type { ApprovalArgs, CrossRegionPipelineArgs, DeployArgs } from "../components/crossRegionPipeline/args";
import { pipelineName } from "../components/crossRegionPipeline/names";
import type { EcsTargetArgs, TargetArgs } from "../components/crossRegionPipeline/targetArgs";
import { MISSING } from "../components/ec2Targets/alarms";
import type { Context, Stage } from "../components/shared/context";
import { NAMESPACE } from "./settings/decode";
import type { DeploySettings, PipelineSettings, TargetSettings } from "./settings/pipelineSchema";

/** The service that a target names, as far as a pipeline has to know it. */
export type ServiceReference = Pick<EcsTargetArgs, "cluster" | "service" | "roles" | "family"> & {
  /** Region of its stack. */
  region: string;
  /** Minutes that a deployment of it waits by its own settings. */
  waitingMinutes: number;
};

/** What the settings of a pipeline name. */
export interface References {
  context: Context;
  service: (target: Extract<TargetSettings, { kind: "ecs" }>) => ServiceReference;
  /** How far from production a stack of this project is, by its name; undefined of a stack that is not known here. */
  stageOf: (stack: string) => Stage | undefined;
}

/** From the least to the most that a mistake costs. */
const STAGES: Stage[] = ["development", "staging", "production"];

/** The name of the pipeline's component. */
export function pipelineComponentName(context: Context, { name, source }: PipelineSettings): string {
  return `${context.prefix}-${pipelineName(name, source)}`;
}

/** The pipeline's arguments as the settings say them, with what they name put in. */
export function pipelineArgs(
  { source, infrastructure, build, regions, artifactPrefix, executions, stages }: PipelineSettings,
  references: References,
): Omit<CrossRegionPipelineArgs, "environment"> {
  return {
    context: references.context,
    source,
    infrastructure,
    build,
    regions,
    artifactPrefix,
    executions,
    stages: stages.map((stage): ApprovalArgs | DeployArgs =>
      stage.kind === "approval"
        ? stage
        : {
            ...stage,
            to: stageOf(stage, references),
            targets: stage.targets.map((target) => targetArgs(target, references)),
          },
    ),
  };
}

/** The stage of production, if any target is there. A stack that is not known here may be production: it counts as such. */
function stageOf({ targets }: DeploySettings, { context, stageOf: stageOfStack }: References): Stage {
  const stages = targets.map((target) => {
    if (target.kind === "ecs" && target.stack !== undefined) return stageOfStack(target.stack) ?? "production";
    if (target.kind === "pulumi") return stageOfStack(ownName(target.stack)) ?? "production";
    return context.stage;
  });
  return STAGES.findLast((stage) => stages.includes(stage)) ?? context.stage;
}

/** The name of a stack of this project, which may stand behind organization and project; another project's stays as it is. */
function ownName(stack: string): string {
  const parts = stack.split("/");
  return parts.length === 3 && parts[1] !== NAMESPACE ? stack : parts.at(-1)!;
}

function targetArgs(target: TargetSettings, { context, service: serviceOf }: References): TargetArgs {
  switch (target.kind) {
    case "codeDeploy": {
      const { fleet, alarms, ...rest } = target;
      const name = fleetName(context, fleet);
      return {
        ...rest,
        ...fleetTag(context, fleet),
        autoScalingGroup: name,
        alarms: [`${name}-<region>-${MISSING}`, ...alarms],
      };
    }
    case "ec2": {
      const { fleet, ...rest } = target;
      return { ...rest, ...fleetTag(context, fleet) };
    }
    case "ecs": {
      const { kind, service: name, timeoutMinutes } = target;
      const { region, ...reference } = serviceOf(target);
      return { kind, name, regions: [region], timeoutMinutes, ...reference };
    }
    case "pulumi":
      return { ...target, regions: [context.region] };
  }
}

/** The name of a fleet's instances and Auto Scaling groups, the same in every region. */
function fleetName({ prefix }: Context, fleet: string): string {
  return `${prefix}-${fleet}`;
}

/** The target's name and the tag that its instances have. */
function fleetTag(context: Context, fleet: string) {
  return { name: fleet, tag: { key: "Name", value: fleetName(context, fleet) } };
}
