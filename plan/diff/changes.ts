import type { PlannedResource, PropertyValue } from "../model";
import { isStackUrn, nameOf } from "../urn";
import { UNKNOWN } from "../values";
import type { Matches } from "./match";
import type { Operation, PropertyChange, ResourceChange } from "./model";
import { compareProperties } from "./properties";
import { covers, replacedBy } from "./replacement";
import { sameValue } from "./values";

/** Options whose change deserves a reviewer's look. */
const OPTIONS = ["protect", "retainOnDelete", "ignoreChanges", "deleteBeforeReplace", "replaceOnChanges"] as const;

/**
 * What becomes of the base's resources, in the order of the head; what is deleted comes last.
 *
 * Components are in it where they come, go or change their name; what changes in them is their children's.
 *
 * @param head in which what a resource needs comes before it
 */
export function compareResources(head: PlannedResource[], matches: Matches): ResourceChange[] {
  const befores = new Map(matches.pairs.map(([before, after]) => [after.urn, before]));
  const comparison = new Comparison(matches);
  return [
    ...head.filter(isManaged).flatMap((after) => {
      const before = befores.get(after.urn);
      return before ? comparison.of(before, after) : [changeOf(after, "create")];
    }),
    ...matches.deleted.filter(isManaged).map((before) => changeOf(before, "delete")),
  ];
}

/** Whether the stack manages the resource: not what it only reads, nor the providers that the SDK adds. */
export function isManaged({ urn, type, name, external }: PlannedResource): boolean {
  return !external && !isStackUrn(urn) && !(type.startsWith("pulumi:providers:") && /^default(_|$)/.test(name));
}

function changeOf(resource: PlannedResource, operation: Operation, properties: PropertyChange[] = []): ResourceChange {
  const { urn, type, name, custom, remote, options, source } = resource;
  const deleteFirst = options.deleteBeforeReplace ?? false;
  const managed = custom || remote;
  return { operation, urn, type, name, custom: managed, properties, deleteFirst, ...(source ? { source } : {}) };
}

/** Compares resources in the order of their dependencies: a replaced one changes those that are made of its outputs. */
class Comparison {
  /** URNs of the base by what they are in the head. */
  readonly #currentUrns: Map<string, string>;
  /** Names of replaced resources by URN. */
  readonly #replaced = new Map<string, string>();

  constructor({ pairs }: Matches) {
    this.#currentUrns = new Map(pairs.map(([before, after]) => [before.urn, after.urn]));
  }

  of(before: PlannedResource, after: PlannedResource): ResourceChange[] {
    const renamed = before.urn !== after.urn;
    const properties = after.custom || after.remote ? this.#properties(before, after) : [];
    const operation = operationOf(properties, renamed);
    if (operation === undefined) return [];
    if (operation === "replace") this.#replaced.set(after.urn, after.name);
    return [{ ...changeOf(after, operation, properties), ...(renamed ? { formerUrn: before.urn } : {}) }];
  }

  #properties(before: PlannedResource, after: PlannedResource): PropertyChange[] {
    const seen = compareProperties(before.inputs, after.inputs);
    const computed = this.#computedInputs(before, after).filter(
      ({ property, because }) => because || !seen.some((change) => covers(property, change.property)),
    );
    const inputs = [...seen, ...computed];
    const effective = inputs.filter(
      ({ property }) => !after.options.ignoreChanges?.some((path) => path === "*" || covers(path, property)),
    );
    const replacing = effective.map((change): PropertyChange => {
      const replaces = replacedBy(after, change.property);
      return replaces ? { ...change, replaces } : change;
    });
    return [...replacing, ...this.#replaceWith(after), ...compareOptions(before, after)];
  }

  /** Arguments that only `pulumi up` knows in both revisions, but that come from another or from a replaced resource. */
  #computedInputs(before: PlannedResource, after: PlannedResource): PropertyChange[] {
    return Object.keys(after.inputs).flatMap((property): PropertyChange[] => {
      if (!hasUnknown(after.inputs[property]) || !hasUnknown(before.inputs[property])) return [];
      const olds = (before.propertyDependencies[property] ?? []).map((urn) => this.#currentUrns.get(urn) ?? urn);
      const news = after.propertyDependencies[property] ?? [];
      if (!sameValue([...olds].sort(), [...news].sort())) {
        return [{ path: property, property, before: sourcesText(olds), after: sourcesText(news) }];
      }
      const because = this.#replacedOf(news);
      return because.length > 0 ? [{ path: property, property, before: UNKNOWN, after: UNKNOWN, because }] : [];
    });
  }

  #replaceWith({ options }: PlannedResource): PropertyChange[] {
    const because = this.#replacedOf(options.replaceWith ?? []);
    const path = "options.replaceWith";
    return because.length > 0 ? [{ path, property: path, because, replaces: "yes" }] : [];
  }

  #replacedOf(urns: string[]): string[] {
    return urns.flatMap((urn) => this.#replaced.get(urn) ?? []);
  }
}

/** An option that is not given is as one that is off. */
function compareOptions(before: PlannedResource, after: PlannedResource): PropertyChange[] {
  const given = ({ options }: PlannedResource) =>
    Object.fromEntries(OPTIONS.flatMap((name) => (options[name] ? [[name, options[name]] as const] : [])));
  return compareProperties({ options: given(before) }, { options: given(after) });
}

function operationOf(properties: PropertyChange[], renamed: boolean): Operation | undefined {
  if (properties.some(({ replaces }) => replaces === "yes")) return "replace";
  if (properties.some(({ replaces }) => replaces === "maybe")) return "may-replace";
  if (properties.length > 0) return "update";
  return renamed ? "rename" : undefined;
}

function hasUnknown(value: PropertyValue | undefined): boolean {
  return value !== undefined && JSON.stringify(value).includes(UNKNOWN);
}

function sourcesText(urns: string[]): string {
  return `(known after up, from ${urns.map(nameOf).sort().join(", ") || "nothing that is planned"})`;
}
