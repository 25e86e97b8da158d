import type { StackResource } from "../rule";
import { at } from "../values";

/**
 * Whether a property of one resource holds the id of another: by the dependency that the engine recorded, which is there
 * before the id is, or by the id itself, which is all there is for groups and networks that came in as plain settings.
 */
export function refersTo(resource: StackResource, property: string, target: StackResource): boolean {
  if ((resource.propertyDependencies[property] ?? []).some(({ urn }) => urn === target.urn)) return true;
  const id = at(target.props, "id");
  return typeof id === "string" && id !== "" && at(resource.props, property) === id;
}

/** A resource and the components around it, innermost first. */
export function withAncestors(resource: StackResource): StackResource[] {
  const chain: StackResource[] = [];
  for (
    let current: StackResource | undefined = resource;
    current && !chain.includes(current);
    current = current.parent
  ) {
    chain.push(current);
  }
  return chain;
}
