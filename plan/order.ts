import type { PlannedResource } from "./model";
import { providerUrn } from "./urn";

/**
 * Orders resources as the engine stores them: what a resource needs comes before it. Otherwise they are in the order
 * of their URNs, so that the order does not depend on when a registration arrived.
 */
export function inDependencyOrder(resources: PlannedResource[]): PlannedResource[] {
  const waiting = new Map(resources.map((resource) => [resource.urn, resource]));
  const ordered: PlannedResource[] = [];
  const place = (resource: PlannedResource) => {
    if (!waiting.delete(resource.urn)) return;
    for (const urn of needsOf(resource)) {
      const needed = waiting.get(urn);
      if (needed) place(needed);
    }
    ordered.push(resource);
  };
  for (const resource of [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1))) place(resource);
  return ordered;
}

function needsOf({ parent, provider, dependencies, propertyDependencies, options }: PlannedResource): string[] {
  const properties = Object.values(propertyDependencies).flat();
  const needs = [parent, providerUrn(provider), options.deletedWith, ...dependencies, ...properties];
  return [...new Set(needs.filter((urn): urn is string => urn !== undefined))].sort();
}
