import { readProject } from "../../plan/project";
import { readStackConfig } from "../../plan/stackConfig";
import { readSiblings } from "../../stacks/settings/siblings";
import { resolveStack } from "../../stacks/settings/resolve";
import { Failure } from "../sandbox/failure";
import { projectRoot } from "../sandbox/layout";

/** Where a stack's database is, by its settings alone: no state is needed to find it. */
export interface Database {
  region: string;
  /** `Name` of its instance. */
  instanceName: string;
}

/**
 * The database of a stack.
 *
 * @throws Failure if the stack has none
 * @throws PlanProblem, SettingsError if its settings are wrong
 */
export function databaseOf(stack: string, configDir: string): Database {
  const { values, secretKeys } = readStackConfig(readProject(projectRoot), configDir, stack);
  const siblings = readSiblings(configDir, stack);
  const { settings, context } = resolveStack({ stack, config: values, secretKeys, siblings });
  if (!settings.couchDb) {
    throw new Failure(`stack "${stack}" has no database; its settings have no slipway:couchDb`);
  }
  return { region: settings.region, instanceName: `${context.prefix}-couchdb-instance` };
}
