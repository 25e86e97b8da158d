import type { DataRisk, MissingAlias, Operation, PropertyChange, ResourceChange, StackDiff } from "../diff/model";
import { losesData } from "../diff/dataRisk";
import { accessText, statementText } from "../diff/security/compare";
import type { Finding } from "../model";
import { nameOf, typeOf } from "../urn";
import { count } from "./count";
import { simpleType } from "./simpleType";
import { valueText } from "./valueText";

/** What a line says: something comes, goes, changes, changes with a loss, or is a remark on the line above. */
export type Mark = "add" | "remove" | "change" | "danger" | "note";

export interface DiffLine {
  mark: Mark;
  /** What becomes of a resource, e.g. `+-`. */
  sign?: string;
  text: string;
  /** Lines below it, e.g. the properties of a resource. */
  below?: DiffLine[];
}

export interface DiffSection {
  title: string;
  lines: DiffLine[];
}

/** Longest value that is shown whole, in characters. */
const MAX_VALUE = 160;

const OPERATIONS: Record<Operation, { mark: Mark; sign: string; noun: string }> = {
  delete: { mark: "danger", sign: "-", noun: "to delete" },
  replace: { mark: "danger", sign: "+-", noun: "to replace" },
  "may-replace": { mark: "danger", sign: "~?", noun: "to update or replace" },
  create: { mark: "add", sign: "+", noun: "to create" },
  update: { mark: "change", sign: "~", noun: "to update" },
  rename: { mark: "change", sign: "→", noun: "to rename" },
};

/** A stack's changes for people, what matters most first; sections without lines are left out. */
export function diffSections(diff: StackDiff): DiffSection[] {
  const { security, policy } = diff;
  return [
    { title: "Data at risk", lines: diff.dataAtRisk.map(riskLine) },
    { title: "Renamed without an alias: deleted and created", lines: diff.missingAliases.map(aliasLine) },
    { title: "Security: exposure", lines: both(security.exposure, (text) => text) },
    { title: "Security: who can reach whom", lines: both(security.access, accessText) },
    {
      title: "Security: permissions",
      lines: [...both(security.statements, statementText), ...security.unseen.map(unseen)],
    },
    { title: "Security: keys, certificates, encryption", lines: security.encryption.map(changeLine) },
    { title: "Policies", lines: both(policy, findingText) },
    { title: "Resources", lines: diff.changes.map(resourceLine) },
    { title: "Outputs", lines: diff.outputs.map(propertyLine) },
  ].filter(({ lines }) => lines.length > 0);
}

/** The changes of a stack in one line. */
export function diffSummary({ base, changes, dataAtRisk }: StackDiff): string {
  if (base === "unknown") return "not compared";
  if (base === "removed") return "its settings file is gone; what it has stays until `pulumi destroy`";
  const counts = Object.entries(OPERATIONS).flatMap(([operation, { noun }]) => {
    const number = changes.filter((change) => change.custom && change.operation === operation).length;
    return number > 0 ? [`${number} ${noun}`] : [];
  });
  const isNew = base === "new" ? "a new stack: " : "";
  const risk = losesData(dataAtRisk) ? `, ${count(dataAtRisk.length, "resource")} with data at risk` : "";
  return `${isNew}${counts.join(", ") || "no changes"}${risk}`;
}

function riskLine({ type, name, kind, guard }: DataRisk): DiffLine {
  const guards = {
    protected: "it is protected: `pulumi up` refuses",
    retained: "AWS keeps it, outside the stack",
  };
  return {
    mark: kind === "no longer protected" ? "change" : "danger",
    text: `${simpleType(type)} ${name} is ${kind}${guard && kind !== "no longer protected" ? `; ${guards[guard]}` : ""}`,
  };
}

function aliasLine({ type, from, to, alias, children }: MissingAlias): DiffLine {
  const inside = children > 0 ? ` with ${count(children, "resource")} in it` : "";
  const members = Object.entries(alias).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return {
    mark: "danger",
    text: `${simpleType(type)} ${from} → ${to}${inside}`,
    below: [
      {
        mark: "note",
        text: `to keep it, leave its name as it was, or give it the option \`aliases: [{ ${members.join(", ")} }]\` in code`,
      },
    ],
  };
}

function both<T>({ added, removed }: { added: T[]; removed: T[] }, textOf: (item: T) => string): DiffLine[] {
  return [
    ...removed.map((item): DiffLine => ({ mark: "remove", text: textOf(item) })),
    ...added.map((item): DiffLine => ({ mark: "add", text: textOf(item) })),
  ];
}

function unseen(label: string): DiffLine {
  return {
    mark: "note",
    text: `${label}: its policy is known only after up, and comes from other resources than before`,
  };
}

function changeLine(text: string): DiffLine {
  return { mark: "change", text };
}

function findingText({ rule, urn, level, message }: Finding): string {
  const resource = urn === undefined ? "the stack" : `${simpleType(typeOf(urn))} ${nameOf(urn)}`;
  return `${rule} (${level}): ${resource}: ${message.trim().replaceAll(/\s+/g, " ")}`;
}

function resourceLine(change: ResourceChange): DiffLine {
  const { operation, type, name, formerUrn, deleteFirst } = change;
  const { mark, sign } = OPERATIONS[operation];
  const former = formerUrn === undefined ? "" : `, before ${nameOf(formerUrn)}`;
  const order = deleteFirst && operation !== "create" && mark === "danger" ? ", deleted first" : "";
  const below = change.properties.map(propertyLine);
  return { mark, sign, text: `${simpleType(type)} ${name}${former}${order}`, ...(below.length > 0 ? { below } : {}) };
}

function propertyLine({ path, before, after, lines, because, replaces }: PropertyChange): DiffLine {
  const reasons = [
    ...(because ? [`comes from ${because.join(", ")}, which is replaced`] : []),
    ...(replaces === "yes" ? ["replaces"] : replaces === "maybe" ? ["may replace"] : []),
  ];
  const reason = reasons.length > 0 ? `  (${reasons.join("; ")})` : "";
  if (lines) return { mark: "change", text: `${path}:${reason}`, below: lines.map(textLine) };
  if (because) return { mark: "change", text: `${path}${reason}` };
  if (before === undefined) return { mark: "add", text: `${path}: ${shown(after)}${reason}` };
  if (after === undefined) return { mark: "remove", text: `${path}: ${shown(before)}${reason}` };
  return { mark: "change", text: `${path}: ${shown(before)} → ${shown(after)}${reason}` };
}

function textLine(line: string): DiffLine {
  const marks: Record<string, Mark> = { "+": "add", "-": "remove" };
  return { mark: marks[line[0] ?? ""] ?? "note", text: line.slice(1) };
}

function shown(value: PropertyChange["before"]): string {
  const text = value === undefined ? "" : valueText(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}… (${text.length} characters)` : text;
}
