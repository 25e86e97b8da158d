import { z } from "zod";
import type { Problem } from "../../components/shared/problems";
import { describeIssue, unknownKey } from "./issues";
import { secretSettings, settingsSchema, type Settings } from "./schema";

/** Raw settings after the check: those that are right, and everything that is wrong with the others. */
export interface Parsed {
  /** Checked settings with their defaults; a setting with a problem is left out. */
  settings: Partial<Settings>;
  problems: Problem[];
}

/** A node of a JSON schema, as far as the search for keys looks at it. */
interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  oneOf?: SchemaNode[];
  const?: unknown;
}

const KEYS = Object.keys(settingsSchema.shape) as (keyof Settings)[];

/** The keys of our namespace, for suggestions. */
const OWN_KEYS = [...KEYS.filter((key) => key !== "region"), ...Object.keys(secretSettings)];

/**
 * Checks raw settings, as they stand in a stack file, each on its own: one that is wrong does not hide what is wrong with
 * the next. Relations between settings come later.
 */
export function parseSettings(raw: Record<string, unknown>): Parsed {
  const settings: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const key of Object.keys(raw)) {
    if (KEYS.includes(key as keyof Settings)) continue;
    const reason = key.endsWith(":region") ? "unknown key; the region is aws:region" : unknownKey(key, OWN_KEYS);
    problems.push({ path: key, reason });
  }
  for (const key of KEYS) {
    const result = settingsSchema.shape[key].safeParse(raw[key], { reportInput: true });
    if (result.success) {
      if (result.data !== undefined) settings[key] = result.data;
      continue;
    }
    for (const issue of result.error.issues) {
      const whole = { ...issue, path: [key, ...issue.path] };
      problems.push(...describeIssue(whole, (path) => keysAt(path, raw)));
    }
  }
  return { settings: settings, problems };
}

/** The keys that the schema allows in the object at `path` of `raw`. */
function keysAt(path: PropertyKey[], raw: unknown): string[] {
  let node = z.toJSONSchema(settingsSchema, { io: "input" }) as SchemaNode;
  let value = raw;
  for (const step of path) {
    const next = typeof step === "number" ? node.items : node.properties?.[String(step)];
    if (!next) return [];
    value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
    node = next.oneOf?.find((branch) => isBranchOf(branch, value)) ?? next;
  }
  return Object.keys(node.properties ?? {});
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
