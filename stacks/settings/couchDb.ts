import { validateCouchDb } from "../../components/couchDb/validation";
import { databaseSiteOf } from "../../components/environment/databaseSite";
import { Problems, type Problem } from "../../components/shared/problems";
import { APPLICATIONS, type CouchDbSettings } from "./couchDbSchema";
import { nearestOf } from "./issues";
import type { Settings } from "./schema";

/** Arguments of the component whose settings have other names. */
const SETTING_OF: Record<string, string> = { environment: "network", admitted: "couchDb.admit" };

/**
 * Everything that is wrong with the database and what it says about its stack.
 *
 * @param services names of the stack's services; undefined where one of them cannot be read
 */
export function checkCouchDb(
  couchDb: CouchDbSettings,
  network: Settings["network"] | undefined,
  services: readonly string[] | undefined,
): Problem[] {
  const problems = new Problems();
  const { admit, ...shape } = couchDb;
  for (const { path, reason } of validateCouchDb(shape, admit, network && databaseSiteOf(network))) {
    const [, head = "", rest = ""] = /^(\w+)(.*)$/.exec(path)!;
    problems.add(SETTING_OF[head] === undefined ? `couchDb.${path}` : `${SETTING_OF[head]}${rest}`, reason);
  }
  if (!services) return problems.all;
  const allowed = [APPLICATIONS, ...services];
  for (const [i, name] of admit.entries()) {
    if (allowed.includes(name)) continue;
    const nearest = nearestOf(name, allowed);
    const hint = nearest ? `did you mean "${nearest}"?` : `allowed are ${allowed.join(", ")}`;
    problems.add(`couchDb.admit[${i}]`, `"${name}" is not a service of this stack; ${hint}`);
  }
  return problems.all;
}
