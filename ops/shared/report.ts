import { colours } from "./colours";
import { seconds } from "./progress";
import { describe } from "./stateResources";
import type { Change, RunRecord, Violation } from "./record";

/** How operations are counted: name of the engine, word of the summary. */
const COUNTED: readonly (readonly [string, string, string])[] = [
  ["create", "created", "to create"],
  ["update", "updated", "to update"],
  ["replace", "replaced", "to replace"],
  ["delete", "deleted", "to delete"],
  ["same", "unchanged", "unchanged"],
];

const SYMBOL: Record<string, string> = { create: "+", update: "~", replace: "+-", delete: "-" };

/** `12 created, 45 unchanged, 1 failed in 1m12s`; for a preview what would be. */
export function summary(record: RunRecord, milliseconds: number, isPreview: boolean): string {
  const counts = COUNTED.flatMap(([op, done, planned]) => {
    const count = (record.totals?.[op] ?? 0) - (record.failed[op] ?? 0);
    return count > 0 ? [`${count} ${isPreview ? planned : done}`] : [];
  });
  const failed = Object.values(record.failed).reduce((sum, count) => sum + count, 0);
  if (failed > 0) counts.push(`${failed} failed`);
  return `${counts.join(", ") || "nothing done"} in ${seconds(milliseconds)}`;
}

/** One line per change of a preview: symbol, type, name, changed properties. */
export function changeLines(changes: Iterable<Change>): string[] {
  return [...changes].map(({ op, urn, properties }) => {
    const keys = properties.length > 0 && op !== "create" ? ` [${properties.join(", ")}]` : "";
    return `  ${(SYMBOL[op] ?? op).padEnd(2)} ${describe(urn)}${keys}`;
  });
}

/** Every policy that was violated, the mandatory ones first. */
export function violationLines(violations: readonly Violation[]): string[] {
  if (violations.length === 0) return [];
  const sorted = [...violations].sort((a, b) => Number(b.level === "mandatory") - Number(a.level === "mandatory"));
  const lines = sorted.flatMap(({ level, policy, urn, message }) => {
    const head = `  [${level}] ${policy}${urn ? `  ${describe(urn)}` : ""}`;
    return [level === "mandatory" ? colours.red(head) : colours.yellow(head), ...indented(message)];
  });
  return ["policy violations:", ...lines];
}

/** How many lines of what processes wrote to their standard error explain a failure. */
const STDERR_LINES = 20;

/** Failed resources with their URN and the provider's message, and the last words of processes that failed. */
export function errorLines(record: RunRecord): string[] {
  if (record.errors.size === 0) return [];
  const failed = [...record.errors].flatMap(([urn, messages]) => [
    urn && !urn.includes("pulumi:pulumi:Stack") ? colours.red(`failed: ${urn}`) : colours.red("failed:"),
    ...messages.flatMap(indented),
  ]);
  return [...failed, ...record.stderr.filter(Boolean).slice(-STDERR_LINES).flatMap(indented)];
}

/** The stack's outputs, one a line. Secrets arrive masked and stay so. */
export function outputLines(outputs: Readonly<Record<string, unknown>>): string[] {
  const entries = Object.entries(outputs);
  if (entries.length === 0) return [];
  const width = Math.max(...entries.map(([name]) => name.length));
  return ["outputs:", ...entries.map(([name, value]) => `  ${name.padEnd(width)}  ${JSON.stringify(masked(value))}`)];
}

/** The signature with which the engine marks a secret in JSON. */
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** The value with each secret as "[secret]". */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  if (Object.values(value).includes(SECRET_SIGNATURE)) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item)]));
}

function indented(message: string): string[] {
  return message.split("\n").map((line) => `    ${line}`);
}
