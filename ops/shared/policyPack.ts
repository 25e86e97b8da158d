import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./projectRoot";

/** The name of the project's pack, in the names of its configuration files. */
const PACK_NAME = "slipway";

/**
 * The engine's flags that run the project's policy pack with the configuration for a stack: of the config dir for the
 * stack, of the config dir for all stacks, of the project, or none.
 */
export function policyFlags(stack: string, configDir: string, root = projectRoot): string[] {
  const candidates = [
    join(configDir, "policy-config", `${PACK_NAME}.${stack}.json`),
    join(configDir, "policy-config", `${PACK_NAME}.json`),
    join(root, "policy-config", `${PACK_NAME}.json`),
  ];
  const config = candidates.find((file) => existsSync(file));
  return ["--policy-pack", join(root, "policy"), ...(config ? ["--policy-pack-config", config] : [])];
}
