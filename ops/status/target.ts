import { resolve } from "node:path";
import { readProject } from "../../plan/project";
import { readStackConfig } from "../../plan/stackConfig";
import { pipelineComponentName } from "../../stacks/pipelineArgs";
import { resolveStack } from "../../stacks/settings/resolve";
import { readSiblings } from "../../stacks/settings/siblings";
import { Failure } from "../sandbox/failure";
import { projectRoot } from "../sandbox/layout";

/** The pipelines of a stack, by its settings alone: no state is needed to find them. */
export interface Target {
  region: string;
  pipelines: string[];
}

/**
 * Finds the pipelines of a stack.
 *
 * @throws PlanProblem if the settings cannot be read; SettingsError if they are wrong; Failure if there is no pipeline
 */
export function targetOf(stack: string, configDir: string): Target {
  const directory = resolve(configDir);
  const { values, secretKeys } = readStackConfig(readProject(projectRoot), directory, stack);
  const siblings = readSiblings(directory, stack);
  const { settings, context } = resolveStack({ stack, config: values, secretKeys, siblings });
  if (settings.pipelines.length === 0) {
    throw new Failure(`stack "${stack}" has no pipeline: give it slipway:pipelines`, 2);
  }
  return {
    region: context.region,
    pipelines: settings.pipelines.map((pipeline) => pipelineComponentName(context, pipeline)),
  };
}
