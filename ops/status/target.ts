import { MANAGED_BY } from "../../components/shared/tags";
import { pipelineComponentName } from "../../stacks/pipelineArgs";
import { readStack } from "../shared/settings";
import type { Surroundings } from "./awsStack";

/** What there is to ask about a stack, by its settings alone: no state is needed to find it. */
export interface Target extends Surroundings {
  /** Names of its pipelines. */
  pipelines: string[];
}

/**
 * Finds the parts of a stack.
 *
 * @throws PlanProblem if the settings cannot be read; SettingsError if they are wrong
 */
export function targetOf(stack: string, configDir: string): Target {
  const { settings, context } = readStack(stack, configDir);
  const { region, prefix, owner: Owner, project: Project, environment: Environment } = context;
  const fleets = settings.ec2Targets.flatMap(({ places }) => places.map((place) => place.region));
  // Route 53 keeps the metrics of health checks in us-east-1.
  const checks = settings.healthChecks.length > 0 ? ["us-east-1"] : [];
  return {
    ...{ region, prefix, cluster: `${prefix}-cluster` },
    alarmRegions: [...new Set([region, ...fleets, ...checks])],
    tags: { Owner, Project, Environment, ManagedBy: MANAGED_BY },
    pipelines: settings.pipelines.map((pipeline) => pipelineComponentName(context, pipeline)),
  };
}
