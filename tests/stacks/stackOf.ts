import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { resolveStack, type Stack } from "../../stacks/settings/resolve";
import { readSiblings } from "../../stacks/settings/siblings";

/** The project's folder. */
export const ROOT = path.join(__dirname, "..", "..");

/** Folders with stack files, and their stacks. */
export const DIRECTORIES = {
  ".": ["dev", "prod", "uat"],
  "examples/authority-lookup": ["combined", "production", "staging"],
  "examples/gravity": ["production", "staging"],
  "examples/lcloud": ["production"],
  "examples/qbo3": ["dev", "prod", "uat"],
  "examples/twig": ["integration", "production", "staging"],
};

/** The checked settings of a stack of the repository. */
export function stackOf(directory: string, stack: string): Stack {
  const file = path.join(ROOT, directory, `Pulumi.${stack}.yaml`);
  const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  const secretKeys = Object.keys(config).filter((key) => typeof config[key] === "object" && "secure" in config[key]!);
  return resolveStack({ stack, config, secretKeys, siblings: readSiblings(path.dirname(file), stack) });
}
