import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { closest, distance } from "fastest-levenshtein";
import { type ErrorCode, isMap, isScalar, type Node, type Pair, parseDocument } from "yaml";
import { PlanProblem, systemReason } from "./problem";

/** What `Pulumi.yaml` says of the project. */
export interface Project {
  /** Absolute path of the folder of `Pulumi.yaml`. */
  root: string;
  name: string;
  /** Absolute path of the program. */
  main: string;
  settings: ProjectSetting[];
}

/** A setting that `Pulumi.yaml` declares for every stack. */
export interface ProjectSetting {
  key: string;
  /** The value of a stack that gives none; without one the stack must. */
  value?: Node;
  type?: string;
  secret: boolean;
}

/** The entries of a YAML mapping, with their keys as text. */
export function entriesOf(node: unknown): [string, Node | null][] {
  if (!isMap(node)) return [];
  return node.items.map((pair: Pair) => {
    const key = isScalar(pair.key) ? pair.key.value : pair.key;
    return [String(key), pair.value as Node | null];
  });
}

const REASONS: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: "the same key is given twice",
  TAB_AS_INDENT: "a tab indents the line; YAML allows only spaces",
};

/**
 * Reads a YAML file of the project.
 *
 * @param label path to show in messages
 * @throws PlanProblem with the file and the reason, for broken YAML with line and column
 */
export function readYaml(file: string, label: string): Node | null {
  const document = parseDocument(readText(file, label));
  const error = document.errors[0];
  if (error === undefined) return document.contents;
  const at = error.linePos?.[0];
  const reason = REASONS[error.code] ?? error.message.split(/ at line \d/)[0];
  throw new PlanProblem(`${label}:${at?.line ?? 1}:${at?.col ?? 1}: not valid YAML: ${reason}`);
}

function readText(file: string, label: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PlanProblem(`${label}: cannot be read: ${systemReason(error)}`);
  }
}

/** The folder with `Pulumi.yaml` that contains `from`, or undefined. */
export function findProjectRoot(from: string): string | undefined {
  for (let directory = path.resolve(from); ; directory = path.dirname(directory)) {
    if (existsSync(path.join(directory, "Pulumi.yaml"))) return directory;
    if (path.dirname(directory) === directory) return undefined;
  }
}

/**
 * Reads `Pulumi.yaml` of a project's root.
 *
 * @throws PlanProblem if it is missing, broken or of another language
 */
export function readProject(root: string): Project {
  const file = path.join(root, "Pulumi.yaml");
  if (!existsSync(file)) throw new PlanProblem(`${file}: not found; a Pulumi project has one in its root folder`);
  const top = new Map(entriesOf(readYaml(file, "Pulumi.yaml")));
  const text = (node: Node | null | undefined) => (isScalar(node) ? String(node.value) : undefined);
  const name = text(top.get("name"));
  if (!name) throw new PlanProblem("Pulumi.yaml: name: missing; give the project a name");
  const runtimeNode = top.get("runtime");
  const runtime = text(runtimeNode) ?? text(new Map(entriesOf(runtimeNode)).get("name"));
  if (runtime !== "nodejs")
    throw new PlanProblem(`Pulumi.yaml: runtime: "${runtime ?? ""}" cannot be planned; allowed: nodejs`);
  const settings = entriesOf(top.get("config")).map(([key, node]) =>
    readSetting(key.includes(":") ? key : `${name}:${key}`, node),
  );
  return { root, name, main: path.resolve(root, text(top.get("main")) ?? "."), settings };
}

const DECLARATION = new Set(["type", "items", "description", "secret", "default", "value"]);

/** A setting is its value, or a declaration with the value inside it. */
function readSetting(key: string, node: Node | null): ProjectSetting {
  const entries = entriesOf(node);
  if (entries.length === 0 || !entries.every(([name]) => DECLARATION.has(name))) {
    return { key, value: node ?? undefined, secret: false };
  }
  const declared = new Map(entries);
  const plain = (name: string) => (declared.get(name) as { value?: unknown } | undefined)?.value;
  const type = plain("type");
  return {
    key,
    value: declared.get("value") ?? declared.get("default") ?? undefined,
    type: typeof type === "string" ? type : undefined,
    secret: plain("secret") === true,
  };
}

/**
 * Names of the stacks that have a settings file in `configDir`, in order.
 *
 * @throws PlanProblem if there is no such folder
 */
export function listStacks(configDir: string): string[] {
  if (!statSync(configDir, { throwIfNoEntry: false })?.isDirectory())
    throw new PlanProblem(`${configDir}: no such folder; --config-dir names one with Pulumi.<stack>.yaml files`);
  return readdirSync(configDir)
    .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * The settings file of a stack.
 *
 * @throws PlanProblem that names the files there are and the nearest name
 */
export function stackFile(configDir: string, stack: string): string {
  for (const extension of ["yaml", "yml"]) {
    const file = path.join(configDir, `Pulumi.${stack}.${extension}`);
    if (existsSync(file)) return file;
  }
  const stacks = listStacks(configDir);
  if (stacks.length === 0)
    throw new PlanProblem(`no Pulumi.<stack>.yaml in ${configDir}; create Pulumi.${stack}.yaml or give --config-dir`);
  const nearest = closest(stack, stacks);
  const hint = distance(stack, nearest) <= Math.max(2, stack.length / 2) ? `; did you mean "${nearest}"?` : "";
  const files = stacks.map((name) => `Pulumi.${name}.yaml`).join(", ");
  throw new PlanProblem(`no settings file Pulumi.${stack}.yaml in ${configDir}; there are: ${files}${hint}`);
}
