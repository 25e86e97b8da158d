import type { PlannedResource } from "../model";
import { sorted } from "../values";
import { isManaged } from "./changes";
import type { Matches } from "./match";
import type { MissingAlias } from "./model";

/**
 * Resources that are deleted and created under another name or parent although they seem to be the same: of the same
 * type, with the same inputs but for the name. Of a renamed component, only the component is named.
 */
export function missingAliases({ created, deleted }: Matches): MissingAlias[] {
  const pairs = sameInputs(created.filter(isManaged), deleted.filter(isManaged));
  const befores = new Map(deleted.map((resource) => [resource.urn, resource]));
  const afters = new Map(created.map((resource) => [resource.urn, resource]));
  const found = new Map<string, MissingAlias>();
  for (const pair of pairs) {
    let [before, after] = pair;
    let children = 0;
    // Up to the component whose new name is the cause.
    for (;;) {
      const [oldParent, newParent] = [befores.get(before.parent ?? ""), afters.get(after.parent ?? "")];
      if (!oldParent || !newParent || oldParent.type !== newParent.type) break;
      [before, after, children] = [oldParent, newParent, 1];
    }
    const known = found.get(after.urn);
    if (known) known.children += children;
    else found.set(after.urn, { ...describe(before, after), children });
  }
  return [...found.values()];
}

function describe(before: PlannedResource, after: PlannedResource): Omit<MissingAlias, "children"> {
  const alias = {
    ...(before.name === after.name ? {} : { name: before.name }),
    ...(before.parent === after.parent || before.parent === undefined ? {} : { parent: before.parent }),
  };
  return { type: after.type, from: before.name, to: after.name, alias };
}

function sameInputs(created: PlannedResource[], deleted: PlannedResource[]): [PlannedResource, PlannedResource][] {
  const left = new Set(deleted.filter(({ custom, remote }) => custom || remote));
  return created
    .filter(({ custom, remote }) => custom || remote)
    .flatMap((after): [PlannedResource, PlannedResource][] => {
      const before = [...left].find((each) => each.type === after.type && isSame(each, after));
      if (!before) return [];
      left.delete(before);
      return [[before, after]];
    });
}

/** Whether the inputs are the same once the name, or the part of it that is new, is put in place of the former one. */
function isSame(before: PlannedResource, after: PlannedResource): boolean {
  const [old, current] = [before, after].map(({ inputs }) => JSON.stringify(sorted(inputs))) as [string, string];
  const [oldPart, newPart] = differingParts(before.name, after.name);
  return (
    old === current ||
    old.replaceAll(before.name, after.name) === current ||
    (oldPart !== "" && old.replaceAll(oldPart, newPart) === current)
  );
}

/** What is between the common beginning and the common end of two names. */
function differingParts(a: string, b: string): [string, string] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}
