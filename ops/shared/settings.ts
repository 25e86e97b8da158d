import { resolve } from "node:path";
import { readProject } from "../../plan/project";
import { readStackConfig } from "../../plan/stackConfig";
import { resolveStack, type Stack } from "../../stacks/settings/resolve";
import { readSiblings } from "../../stacks/settings/siblings";
import { projectRoot } from "./projectRoot";

/**
 * Reads a stack's settings for operators: no state and no `pulumi` is needed.
 *
 * @throws PlanProblem if the settings cannot be read; SettingsError if they are wrong
 */
export function readStack(stack: string, configDir: string): Stack {
  const directory = resolve(configDir);
  const { values: config, secretKeys } = readStackConfig(readProject(projectRoot), directory, stack);
  return resolveStack({ stack, config, secretKeys, siblings: readSiblings(directory, stack) });
}
