import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Schema, Validator } from "@cfworker/json-schema";
import type { EnforcementLevel, Properties, PropertyValue } from "../model";
import { PlanProblem } from "../problem";
import { isObject } from "../values";

/** Configuration of one rule. */
export interface RuleConfig {
  level?: EnforcementLevel;
  properties: Properties;
}

/** What a pack says of one of its rules. */
export interface Rule {
  name: string;
  level: EnforcementLevel;
  /** JSON schemas of the properties that configure the rule. */
  schema?: { properties: Properties; required: string[] };
}

const LEVELS: readonly string[] = ["advisory", "mandatory", "remediate", "disabled"];
const ALL = "all";

/** The configuration file of a pack for a stack, most specific first; undefined if there is none. */
export function findPackConfig(pack: string, stack: string, configDir: string, root: string): string | undefined {
  const candidates = [
    path.join(configDir, "policy-config", `${pack}.${stack}.json`),
    path.join(configDir, "policy-config", `${pack}.json`),
    path.join(root, "policy-config", `${pack}.json`),
  ];
  return candidates.find((file) => existsSync(file));
}

/**
 * Reads a file of the form that `pulumi preview --policy-pack-config` takes: by rule (or `all`) a level, or an object
 * of an optional `enforcementLevel` and properties.
 *
 * @throws PlanProblem with every problem of the file
 */
export function readPackConfig(file: string): Map<string, RuleConfig> {
  const text = readFileSync(file, "utf8");
  if (text.trim() === "") return new Map();
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new PlanProblem(`${file}: not valid JSON: ${(error as Error).message}`);
  }
  if (!isObject(given)) throw new PlanProblem(`${file}: must be an object of rules`);
  const problems: string[] = [];
  const config = new Map<string, RuleConfig>();
  for (const [rule, value] of Object.entries(given)) {
    const { enforcementLevel = undefined, ...properties }: Properties = isObject(value)
      ? value
      : { enforcementLevel: value };
    if (enforcementLevel !== undefined && !isLevel(enforcementLevel)) {
      problems.push(
        `${file}: ${rule}: ${JSON.stringify(enforcementLevel)} is no enforcement level; allowed: ${LEVELS.join(", ")}`,
      );
      continue;
    }
    config.set(rule, { level: enforcementLevel, properties });
  }
  if (problems.length > 0) throw new PlanProblem(problems.join("\n"));
  return config;
}

function isLevel(value: PropertyValue): value is EnforcementLevel {
  return typeof value === "string" && LEVELS.includes(value);
}

/**
 * The configuration of every rule, as the engine computes it: defaults of the schemas, then each configuration in
 * turn: its `all`, then its rules.
 */
export function reconcile(rules: Rule[], ...configs: Map<string, RuleConfig>[]): Map<string, Required<RuleConfig>> {
  const result = new Map<string, Required<RuleConfig>>();
  for (const { name, level, schema } of rules) {
    const defaults = Object.entries(schema?.properties ?? {}).flatMap(([key, property]) =>
      isObject(property) && property.default !== undefined ? [[key, property.default] as const] : [],
    );
    result.set(name, { level, properties: Object.fromEntries(defaults) });
  }
  for (const config of configs) {
    const all = config.get(ALL)?.level;
    if (all) for (const rule of result.values()) rule.level = all;
    for (const [name, { level, properties }] of config) {
      const rule = result.get(name);
      if (!rule) continue;
      rule.level = level ?? rule.level;
      Object.assign(rule.properties, properties);
    }
  }
  return result;
}

/** What the configuration says that the rules' schemas do not allow, or that names no rule. */
export function invalidConfig(
  rules: Rule[],
  config: Map<string, RuleConfig>,
  given: Map<string, RuleConfig>,
): string[] {
  const names = new Set(rules.map(({ name }) => name));
  const unknown = [...given.keys()]
    .filter((name) => name !== ALL && !names.has(name))
    .map((name) => `${name}: no such rule`);
  const violations = rules.flatMap(({ name, schema }) => {
    if (!schema) return [];
    const { errors } = new Validator({ type: "object", ...schema } as Schema, "7", false).validate(
      config.get(name)?.properties ?? {},
    );
    // An error of a part is also one of the whole.
    const parts = errors.filter(({ keyword }) => keyword !== "properties" && keyword !== "items");
    return parts.map(
      ({ instanceLocation, error }) => `${name}${instanceLocation.slice(1).replaceAll("/", ".")}: ${error}`,
    );
  });
  return [...unknown, ...violations];
}
