import { CouchDb } from "../../../components/couchDb";
import type { CouchDbArgs } from "../../../components/couchDb/args";
import { Environment } from "../../../components/environment";
import type { EnvironmentArgs } from "../../../components/environment/args";
import { record, type Recording } from "../../support/recorder";
import { argsOf } from "../environments";

export const ENVIRONMENT = "buildit-twig-integration";
export const DATABASE = `${ENVIRONMENT}-couchdb`;

/** A database as the tests want it, apart from its environment. */
export type Changes = Partial<Omit<CouchDbArgs, "context" | "environment">>;

/** Records an environment and a database in it; tests change what they are about. */
export function recordDatabase(
  changes: Changes = {},
  environment: Partial<EnvironmentArgs> = {},
  preview = false,
): Promise<Recording> {
  return record(preview, () => {
    const args = argsOf(environment);
    const shared = new Environment(ENVIRONMENT, args);
    new CouchDb(DATABASE, {
      context: args.context,
      environment: shared,
      instanceType: "t3.medium",
      amiId: "ami-00000000000000086",
      admitted: [{ name: "application", group: shared.securityGroups.application }],
      ...changes,
    });
  });
}
