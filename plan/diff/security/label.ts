import type { PlannedResource } from "../../model";
import { nameOf, typeOf } from "../../urn";
import { unwrap } from "../../values";
import { simpleType } from "../../render/simpleType";
import { valueText } from "../../render/valueText";

/** Type and name of a resource, as findings show it. */
export function labelOf({ type, name }: Pick<PlannedResource, "type" | "name">): string {
  return `${simpleType(type)} ${name}`;
}

/**
 * What an argument that refers to a resource says for people: the names of the resources that it comes from, or else its
 * value.
 */
export function referenceOf({ inputs, propertyDependencies }: PlannedResource, argument: string): string | undefined {
  const value = unwrap(inputs[argument]);
  if (value === undefined || value === null || value === "") return undefined;
  const sources = propertyDependencies[argument] ?? [];
  if (sources.length > 0) return sources.map(nameOf).sort().join(", ");
  return valueText(value);
}

/** Whether the resource is of one of the types, which are given as e.g. `ec2/securityGroup:SecurityGroup`. */
export function isType({ urn }: PlannedResource, ...types: string[]): boolean {
  return types.includes(typeOf(urn).replace(/^aws:/, ""));
}
