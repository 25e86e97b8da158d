import { distance } from "fastest-levenshtein";
import type { z } from "zod";
import type { Problem } from "../../components/shared/problems";

type Issue = z.core.$ZodIssue;

/** How many edits a misspelt key may be away from the one that is suggested. */
const MAX_TYPOS = 3;

/**
 * Says what is wrong in the words of the user's file: path, value given, what is allowed, nearest key.
 *
 * @param kindsAt what each kind of map needs that may stand at a path, where there are several
 */
export function describeIssue(
  issue: Issue,
  keysAt: (path: PropertyKey[]) => string[],
  kindsAt: (path: PropertyKey[]) => string[] = () => [],
): Problem[] {
  const path = formatPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    const allowed = keysAt(issue.path);
    return issue.keys.map((key) => ({ path: formatPath([...issue.path, key]), reason: unknownKey(key, allowed) }));
  }
  return [{ path, reason: reasonOf(issue, kindsAt(issue.path)) }];
}

/** Whether the issue is that something is not there at all. */
export function isMissing({ code, input }: Issue): boolean {
  return input === undefined && (code === "invalid_type" || code === "invalid_value");
}

/** Reason for a key that the schema does not have. */
export function unknownKey(key: string, allowed: string[]): string {
  const nearest = nearestOf(key, allowed);
  return nearest ? `unknown key; did you mean "${nearest}"?` : `unknown key; allowed are ${allowed.join(", ")}`;
}

/** The allowed word with the fewest edits from `word`, where that is few enough to be a slip. */
export function nearestOf(word: string, allowed: string[], maxTypos = MAX_TYPOS): string | undefined {
  const [nearest] = allowed
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.min(maxTypos, Math.ceil(candidate.length / 2)))
    .sort((a, b) => a.edits - b.edits);
  return nearest?.candidate;
}

/** `["network", "zones", 0]` as `network.zones[0]`. */
export function formatPath(path: PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    "",
  );
}

/** What the schema expects, in the words of YAML. */
const KINDS: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "a map of keys",
  record: "a map of keys",
  string: "a text",
};

function reasonOf(issue: Issue, kinds: string[]): string {
  const given = show(issue.input);
  switch (issue.code) {
    case "invalid_type": {
      const kind = KINDS[issue.expected] ?? issue.expected;
      if (issue.input === undefined) return `is missing; give ${kinds.join(", or ") || kind}`;
      // YAML reads what looks like a number or a truth value as one.
      const isBare = kind === KINDS.string && typeof issue.input !== "object";
      return `${given} is not ${kind}${isBare ? `; write it in quotes: "${given}"` : ""}`;
    }
    case "invalid_value":
      return `${issue.input === undefined ? "is missing" : `${given} is not allowed`}; ${offer(issue.input, issue.values)}`;
    case "invalid_union":
      return describeKind(issue);
    case "too_small":
      return `${given} is too small; at least ${issue.minimum}${issue.origin === "string" ? " characters" : ""}`;
    case "too_big":
      return `${given} is too large; at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}`;
    case "invalid_format":
      return `${given} is not a name; lower-case letters, digits and single dashes, a letter first`;
    default:
      return `${given}: ${issue.message}`;
  }
}

/** A map whose discriminator has no such branch: the schema library names the key and its values, but shows the whole map. */
function describeKind(issue: Issue & { code: "invalid_union" }): string {
  const { discriminator = "", options = [] } = issue as { discriminator?: string; options?: unknown[] };
  const given = (issue.input as Record<string, unknown> | undefined)?.[discriminator];
  return `${given === undefined ? "is missing" : `${show(given)} is not allowed`}; ${offer(given, options)}`;
}

/** Most values that a message lists. */
const MAX_LISTED = 30;

/** What a message gives instead as an example: only the list of regions is as long. */
const EXAMPLE = "us-west-2";

/** The allowed values, as far as they can be read, and the nearest to the given one. */
function offer(input: unknown, values: readonly unknown[]): string {
  const nearest = typeof input === "string" ? nearestOf(input, values.map(String)) : undefined;
  const question = nearest && `did you mean "${nearest}"?`;
  if (values.length > MAX_LISTED) return question ?? `give one such as ${EXAMPLE}`;
  return ["allowed are " + values.join(", "), ...(question ? [question] : [])].join("; ");
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
