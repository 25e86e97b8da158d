import pc from "picocolors";
import { unprotectedData } from "../data";
import type { PlanDiff } from "../diff/model";
import type { PlannedResource, Properties, StackPlan } from "../model";
import { isStackUrn, nameOf, providerUrn, typeOf } from "../urn";
import { UNKNOWN, unwrap } from "../values";
import { passes } from "../verdict";
import type * as DiffTree from "./diffTree";
import { policySection } from "./policySection";
import { LABEL, type Rendered, type RenderOptions } from "./renderer";
import { simpleType } from "./simpleType";
import { failsForData, summaryLine } from "./summaryLine";
import { KNOWN_AFTER_UP, valueText } from "./valueText";

type Colours = ReturnType<typeof pc.createColors>;

/** For a terminal: each stack as `pulumi preview` shows it, or what changes in it; at the end one line for each. */
export function renderTree(shown: Rendered, { colour }: RenderOptions): string {
  const { plans, diff } = shown;
  const colours = pc.createColors(colour);
  const stacks = plans.map((plan) => stackSection(plan, diff, colours));
  const summary = plans.map((plan) => {
    const line = summaryLine(plan, shown);
    return passes(plan) && !failsForData(plan, shown) ? colours.green(line) : colours.red(line);
  });
  const removed = diff
    ? loadDiffTree()
        .removedStacks(diff)
        .map((line) => colours.yellow(line))
    : [];
  return `${stacks.join("\n")}\n${[...summary, ...removed, colours.dim(LABEL)].join("\n")}\n`;
}

function stackSection(plan: StackPlan, diff: PlanDiff | undefined, colours: Colours): string {
  const title = `${colours.bold(`${plan.project}/${plan.name}`)}${plan.region ? `  ${plan.region}` : ""}  ${colours.dim(LABEL)}`;
  const stackDiff = diff?.stacks.find(({ name }) => name === plan.name);
  const compared = diff && stackDiff ? [loadDiffTree().diffTree(stackDiff, diff, colours)] : [];
  const sections = [
    section(
      "Problems",
      plan.problems.flatMap((problem) => problem.split("\n")),
      colours.red,
    ),
    section(
      "Messages of the program",
      plan.diagnostics.map(({ severity, message }) => `${severity}: ${message}`),
      colours.yellow,
    ),
    ...compared,
    ...(stackDiff && stackDiff.base !== "unknown"
      ? []
      : [resourceLines(plan, colours), section("Outputs", outputLines(plan.outputs))]),
    policySection(plan, colours),
    section(
      "Unprotected data: `pulumi destroy`, or a deleted line, deletes it",
      unprotectedData(plan.resources).map(({ type, name }) => `${simpleType(type)}  ${name}`),
      colours.yellow,
    ),
  ];
  return [title, ...sections.filter((lines) => lines.length > 0).flatMap((lines) => ["", ...lines]), ""].join("\n");
}

/** Loaded only for plans that are compared. */
function loadDiffTree(): typeof DiffTree {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require("./diffTree") as typeof DiffTree;
}

function section(title: string, lines: string[], paint = (line: string) => line): string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => paint(`    ${line}`))];
}

interface Row {
  /** Drawn before the type: the branches of the tree. */
  branch: string;
  resource: PlannedResource;
  /** Logical name without the prefix that it shares with its parent. */
  name: string;
}

/** The resources as a tree, a line each. */
export function resourceLines(plan: StackPlan, colours: Colours): string[] {
  const shown = plan.resources.filter(({ urn }) => !isDefaultProvider(urn));
  const root = shown.find(({ urn }) => isStackUrn(urn));
  if (!root) return [];
  const rows = [{ branch: "", resource: root, name: root.name }, ...rowsBelow(root, byParent(shown), "")];
  const providers = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  const typeWidth = Math.max(...rows.map(({ branch, resource }) => branch.length + simpleType(resource.type).length));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ branch, resource, name }) => {
    const type = simpleType(resource.type);
    const padding = " ".repeat(typeWidth - branch.length - type.length);
    const shownType = resource.custom ? type : colours.bold(type);
    const marks = marksOf(resource, providers.get(providerUrn(resource.provider)), plan.region).join(", ");
    return `  ${colours.dim(branch)}${shownType}${padding}  ${name.padEnd(nameWidth)}  ${colours.cyan(marks)}`.trimEnd();
  });
}

function isDefaultProvider(urn: string): boolean {
  return typeOf(urn).startsWith("pulumi:providers:") && /^default(_|$)/.test(nameOf(urn));
}

type Children = Map<string | undefined, PlannedResource[]>;

function byParent(resources: PlannedResource[]): Children {
  const children: Children = new Map();
  for (const resource of resources) {
    const siblings = children.get(resource.parent);
    if (siblings) siblings.push(resource);
    else children.set(resource.parent, [resource]);
  }
  return children;
}

function rowsBelow(parent: PlannedResource, children: Children, indent: string): Row[] {
  const own = (children.get(parent.urn) ?? []).sort(compareShown);
  return own.flatMap((resource, index) => {
    const last = index === own.length - 1;
    const row = { branch: `${indent}${last ? "└─ " : "├─ "}`, resource, name: shortName(resource.name, parent.name) };
    return [row, ...rowsBelow(resource, children, `${indent}${last ? "   " : "│  "}`)];
  });
}

/** `a-2` before `a-10`. */
const NATURAL = new Intl.Collator("en", { numeric: true });

/** Components last, so that the plain resources of a component stay together; otherwise by type and name. */
function compareShown(a: PlannedResource, b: PlannedResource): number {
  if (a.custom !== b.custom) return a.custom ? -1 : 1;
  const [first, second] = [a, b].map(({ type, name }) => `${simpleType(type)}\0${name}`) as [string, string];
  return NATURAL.compare(first, second);
}

function shortName(name: string, parent: string): string {
  return name.startsWith(`${parent}-`) ? name.slice(parent.length + 1) : name;
}

function marksOf(resource: PlannedResource, provider?: PlannedResource, stackRegion?: string): string[] {
  const { options, remote, external } = resource;
  const region = unwrap(resource.inputs.region ?? provider?.inputs.region);
  return [
    ...(options.protect ? ["protected"] : []),
    ...(options.retainOnDelete ? ["retained"] : []),
    ...(remote ? ["remote: its children are known to `pulumi preview`"] : []),
    ...(external ? ["read"] : []),
    ...(typeof region === "string" && region !== UNKNOWN && region !== stackRegion ? [`in ${region}`] : []),
  ];
}

/** Width of wrapped text, in characters. */
const WIDTH = 100;

/** What is known of the outputs on a line each, the names of the others in a paragraph. */
export function outputLines(outputs: Properties): string[] {
  const entries = Object.entries(outputs);
  const known = entries.filter(([, value]) => value !== UNKNOWN).map(([key, value]) => `${key}: ${valueText(value)}`);
  const unknown = entries.filter(([, value]) => value === UNKNOWN).map(([key]) => key);
  if (unknown.length === 0) return known;
  const lines = [`${KNOWN_AFTER_UP}:`];
  for (const name of unknown) {
    const line = `${lines.at(-1)} ${name}`;
    if (line.length > WIDTH) lines.push(`  ${name}`);
    else lines[lines.length - 1] = line;
  }
  return [...known, ...lines];
}
