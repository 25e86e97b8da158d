import type { PlannedResource } from "../model";
import { nameOf, urnOf } from "../urn";

/** The resources of both revisions: those that are the same, and those that one of them alone has. */
export interface Matches {
  pairs: [before: PlannedResource, after: PlannedResource][];
  created: PlannedResource[];
  deleted: PlannedResource[];
}

/** Finds for each resource of the head what it was in the base, as the engine does: by URN, then by its aliases. */
export function matchResources(base: PlannedResource[], head: PlannedResource[]): Matches {
  const olds = new Map(base.map((resource) => [resource.urn, resource]));
  const news = new Map(head.map((resource) => [resource.urn, resource]));
  const formers = new FormerUrns(news);
  const matches: Matches = { pairs: [], created: [], deleted: [] };
  const taken = new Set<string>();
  for (const after of head) {
    const urn = [after.urn, ...formers.of(after)].find((each) => olds.has(each) && !taken.has(each));
    const before = urn === undefined ? undefined : olds.get(urn);
    if (before === undefined) {
      matches.created.push(after);
    } else {
      taken.add(before.urn);
      matches.pairs.push([before, after]);
    }
  }
  matches.deleted = base.filter(({ urn }) => !taken.has(urn));
  return matches;
}

/** The URNs by which resources were known before: their own aliases, and those that follow from their parents'. */
class FormerUrns {
  readonly #known = new Map<string, string[]>();

  constructor(readonly resources: Map<string, PlannedResource>) {}

  of(resource: PlannedResource): string[] {
    const known = this.#known.get(resource.urn);
    if (known) return known;
    const parent = resource.parent === undefined ? undefined : this.resources.get(resource.parent);
    const parents = parent ? this.of(parent) : [];
    const urns = [...(resource.options.aliases ?? []), ...parents.map((former) => childUrn(resource, parent!, former))];
    this.#known.set(resource.urn, urns);
    return urns;
  }
}

/** The URN of a child under its parent's former URN; a name that begins with the parent's began with the former one. */
function childUrn({ type, name }: PlannedResource, parent: PlannedResource, former: string): string {
  const [, , stack = "", project = ""] = former.split(/:+/, 4);
  const formerName = name.startsWith(parent.name) ? nameOf(former) + name.slice(parent.name.length) : name;
  return urnOf(stack, project, former, type, formerName);
}
