import { z } from "zod";
import type { Problem } from "../../components/shared/problems";
import { SETTINGS } from "./decode";
import { describeIssue, formatPath, isMissing, nearestOf, unknownKey } from "./issues";
import { settingsSchema, type Settings } from "./schema";

/** Raw settings after the check: those that are right, and everything that is wrong with the others. */
export interface Parsed {
  /** Checked settings with their defaults; a setting with a problem is left out. */
  settings: Partial<Settings>;
  problems: Problem[];
}

/** A node of a JSON schema, as far as the search for keys looks at it. */
interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  required?: string[];
  items?: SchemaNode;
  oneOf?: SchemaNode[];
  const?: unknown;
}

/** Made when the first problem is described. */
let wholeSchema: SchemaNode | undefined;

const KEYS = Object.keys(settingsSchema.shape) as (keyof Settings)[];

/** The keys of our namespace, for suggestions. */
const OWN_KEYS = [...SETTINGS.values()].filter((key) => key !== "region");

/**
 * Checks raw settings, as they stand in a stack file, each on its own: one that is wrong does not hide what is wrong with
 * the next. Relations between settings come later.
 */
export function parseSettings(raw: Record<string, unknown>): Parsed {
  const settings: Record<string, unknown> = {};
  const problems: Problem[] = [];
  /** Paths of what misspelt keys stand for: that it is missing is no second problem. */
  const meant = new Set<string>();
  for (const key of Object.keys(raw)) {
    if (KEYS.includes(key as keyof Settings)) continue;
    const { setting, reason } = misspelt(key);
    problems.push({ path: key, reason });
    if (setting) meant.add(setting);
  }
  for (const key of KEYS) {
    const result = settingsSchema.shape[key].safeParse(raw[key], { reportInput: true });
    if (result.success) {
      if (result.data !== undefined) settings[key] = result.data;
      continue;
    }
    const issues = result.error.issues.map((issue) => ({ ...issue, path: [key, ...issue.path] }));
    for (const issue of issues) {
      if (issue.code !== "unrecognized_keys") continue;
      const nearest = issue.keys.flatMap((unknown) => nearestOf(unknown, keysAt(issue.path, raw)) ?? []);
      for (const name of nearest) meant.add(formatPath([...issue.path, name]));
    }
    for (const issue of issues) {
      if (isMissing(issue) && meant.has(formatPath(issue.path))) continue;
      problems.push(
        ...describeIssue(
          issue,
          (path) => keysAt(path, raw),
          (path) => kindsAt(path, raw),
        ),
      );
    }
  }
  return { settings: settings, problems };
}

/** The setting that an unknown key is probably meant to be, and what is wrong with the key. */
function misspelt(key: string): { setting?: string; reason: string } {
  if (key.endsWith(":region")) return { setting: "region", reason: "unknown key; the region is aws:region" };
  if (!key.includes(":")) return { setting: nearestOf(key, OWN_KEYS), reason: unknownKey(key, OWN_KEYS) };
  const keys = [...SETTINGS.keys()];
  return { setting: SETTINGS.get(nearestOf(key, keys) ?? ""), reason: unknownKey(key, keys) };
}

/** The keys that the schema allows in the object at `path` of `raw`. */
function keysAt(path: PropertyKey[], raw: unknown): string[] {
  return Object.keys(nodeAt(path, raw).properties ?? {});
}

/** What each kind of map needs that may stand at `path`, e.g. "`kind: existing` with vpcId, subnetIds"; none without kinds. */
function kindsAt(path: PropertyKey[], raw: unknown): string[] {
  return (nodeAt(path, raw).oneOf ?? []).flatMap(({ properties = {}, required = [] }) => {
    const [kind] = Object.entries(properties).flatMap(([key, node]) =>
      "const" in node ? [{ key, of: node.const }] : [],
    );
    if (!kind) return [];
    const needed = required.filter((key) => key !== kind.key);
    return [`\`${kind.key}: ${String(kind.of)}\`${needed.length > 0 ? ` with ${needed.join(", ")}` : ""}`];
  });
}

/** The schema of what stands at `path` of `raw`; of a union the branch that is chosen, or the whole. */
function nodeAt(path: PropertyKey[], raw: unknown): SchemaNode {
  let node = (wholeSchema ??= z.toJSONSchema(settingsSchema, { io: "input" }) as SchemaNode);
  let value = raw;
  for (const step of path) {
    const next = typeof step === "number" ? node.items : node.properties?.[String(step)];
    if (!next) return {};
    value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
    node = next.oneOf?.find((branch) => isBranchOf(branch, value)) ?? next;
  }
  return node;
}

/** Whether the constants of a union's branch, such as `kind: new`, are those of the value. */
function isBranchOf({ properties = {} }: SchemaNode, value: unknown): boolean {
  return Object.entries(properties).every(
    ([key, node]) => !("const" in node) || node.const === (value as Record<string, unknown> | undefined)?.[key],
  );
}

/** The maps of a list, key by key: a key that is wrong is left out, and hides nothing about the others. */
export function parseEach<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  list: unknown,
): Partial<z.infer<z.ZodObject<S>>>[] {
  if (!Array.isArray(list)) return [];
  const keys = Object.entries(schema.shape) as [string, z.ZodType][];
  return list.map((element) => {
    const raw = (typeof element === "object" ? element : undefined) as Record<string, unknown> | null | undefined;
    const parsed = keys.map(([key, keySchema]) => [key, keySchema.safeParse(raw?.[key]).data] as const);
    return Object.fromEntries(parsed.filter(([, value]) => value !== undefined)) as Partial<z.infer<z.ZodObject<S>>>;
  });
}
