import { Failure } from "../shared/failure";
import { readStack } from "../shared/settings";

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
  const { settings, context } = readStack(stack, configDir);
  if (!settings.couchDb) {
    throw new Failure(`stack "${stack}" has no database; its settings have no slipway:couchDb`);
  }
  return { region: settings.region, instanceName: `${context.prefix}-couchdb-instance` };
}
