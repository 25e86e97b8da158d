import { pipelineComponentName } from "../../stacks/pipelineArgs";
import { Failure } from "../shared/failure";
import { readStack } from "../shared/settings";

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
  const { settings, context } = readStack(stack, configDir);
  if (settings.pipelines.length === 0) {
    throw new Failure(`stack "${stack}" has no pipeline: give it slipway:pipelines`, 2);
  }
  return {
    region: context.region,
    pipelines: settings.pipelines.map((pipeline) => pipelineComponentName(context, pipeline)),
  };
}
