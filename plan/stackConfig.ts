import path from "node:path";
import { isMap, isScalar, isSeq, type Node } from "yaml";
import { PlanProblem } from "./problem";
import { entriesOf, type Project, type ProjectSetting, readYaml, stackFile } from "./project";

/** Configuration of a stack in the form in which the engine hands it to a program. */
export interface StackConfig {
  /** By full key, e.g. `aws:region`; objects and lists are JSON. */
  values: Record<string, string>;
  /** Keys whose value is, or contains, a secret. */
  secretKeys: string[];
}

/** Collects what is wrong with the settings of a stack. */
type Complain = (path: string, reason: string) => void;

/** A cipher text as the secrets providers write it: `v1:nonce:text`, or base64. */
const CIPHER = /^(v1:[\w+/=-]+:[\w+/=-]+|[A-Za-z0-9+/_-]{16,}={0,2})$/;

/**
 * Reads the configuration of a stack: `Pulumi.<stack>.yaml` over the values of `Pulumi.yaml`. Secrets are never
 * decrypted: a placeholder stands for each.
 *
 * @throws PlanProblem with every problem of the file
 */
export function readStackConfig(project: Project, configDir: string, stack: string): StackConfig {
  const file = stackFile(configDir, stack);
  const label = path.relative(process.cwd(), file) || file;
  const problems: string[] = [];
  const complain: Complain = (key, reason) => problems.push(`${label}: ${key}: ${reason}`);
  const config: StackConfig = { values: {}, secretKeys: [] };
  const add = (key: string, node: Node | null) => {
    const { value, hasSecret } = configValue(key, node, complain);
    config.values[key] = value;
    if (hasSecret) config.secretKeys.push(key);
  };

  const contents = readYaml(file, label);
  if (contents !== null && !isMap(contents) && !isEmpty(contents))
    throw new PlanProblem(`${label}: must be a mapping that has the settings under \`config\``);
  const settings = new Map(entriesOf(contents)).get("config") ?? null;
  if (settings !== null && !isMap(settings) && !isEmpty(settings))
    complain("config", "must be a mapping of keys to values");
  for (const setting of project.settings) if (setting.value !== undefined) add(setting.key, setting.value);
  for (const [key, node] of entriesOf(settings)) add(key.includes(":") ? key : `${project.name}:${key}`, node);
  for (const setting of project.settings) checkDeclared(setting, config, complain);
  if (problems.length > 0) throw new PlanProblem(problems.join("\n"));
  config.secretKeys = [...new Set(config.secretKeys)].sort();
  return config;
}

const isEmpty = (node: Node): boolean => isScalar(node) && node.value === null;

/** Whether the value fits what `Pulumi.yaml` declares. */
function checkDeclared(setting: ProjectSetting, config: StackConfig, complain: Complain): void {
  const value = config.values[setting.key];
  if (value === undefined) return complain(setting.key, "missing; Pulumi.yaml declares it without a value");
  if (setting.secret) config.secretKeys.push(setting.key);
  const fits: Record<string, (text: string) => boolean> = {
    integer: (text) => /^[+-]?\d+$/.test(text),
    boolean: (text) => text === "true" || text === "false",
    array: (text) => text.startsWith("["),
  };
  if (setting.type !== undefined && fits[setting.type]?.(value) === false) {
    complain(setting.key, `must be of type ${setting.type}, as Pulumi.yaml declares`);
  }
}

/** A value as text: scalars as they are written, everything else as JSON with its keys in order. */
function configValue(key: string, node: Node | null, complain: Complain): { value: string; hasSecret: boolean } {
  let hasSecret = false;
  const toJson = (at: string, part: Node | null): unknown => {
    const placeholder = secretPlaceholder(at, part, complain);
    if (placeholder !== undefined) {
      hasSecret = true;
      return placeholder;
    }
    if (isMap(part)) {
      const entries = entriesOf(part).sort(([a], [b]) => (a < b ? -1 : 1));
      return Object.fromEntries(entries.map(([name, item]) => [name, toJson(`${at}.${name}`, item)]));
    }
    if (isSeq(part)) return part.items.map((item, index) => toJson(`${at}[${index}]`, item as Node));
    return isScalar(part) ? part.value : null;
  };
  const json = toJson(key, node);
  if (isScalar(node)) return { value: typeof node.value === "string" ? node.value : (node.source ?? ""), hasSecret };
  return { value: typeof json === "string" ? json : JSON.stringify(json ?? ""), hasSecret };
}

/** The text that stands for `secure: …`, or undefined if the node is no secret. */
function secretPlaceholder(at: string, node: Node | null, complain: Complain): string | undefined {
  const entries = entriesOf(node);
  const cipher = entries.find(([name]) => name === "secure")?.[1];
  if (cipher === undefined) return undefined;
  if (entries.length > 1) complain(at, "`secure` must be the only key");
  else if (!isScalar(cipher) || typeof cipher.value !== "string" || !CIPHER.test(cipher.value)) {
    complain(at, "`secure` is not an encrypted value; set it by `pulumi config set --secret`");
  }
  return `placeholder-${at.replace(/[^A-Za-z0-9]+/g, "-")}`;
}
