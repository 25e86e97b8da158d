import { DATA_TYPES } from "../data";
import type { PlannedResource } from "../model";
import type { DataRisk, Operation, ResourceChange } from "./model";

const KINDS: Partial<Record<Operation, DataRisk["kind"]>> = {
  delete: "deleted",
  replace: "replaced",
  "may-replace": "may be replaced",
};

/**
 * Data, and protected resources of any kind, that the changes delete or replace, or that lose their protection; the
 * worst first.
 *
 * @param base the resources before the changes
 */
export function dataAtRisk(changes: ResourceChange[], base: PlannedResource[]): DataRisk[] {
  const befores = new Map(base.map((resource) => [resource.urn, resource]));
  const risks = changes.flatMap((change): DataRisk[] => {
    const before = befores.get(change.formerUrn ?? change.urn);
    if (!before || !(DATA_TYPES.has(change.type) || before.options.protect)) return [];
    const kind = KINDS[change.operation] ?? (losesProtection(change) ? "no longer protected" : undefined);
    if (kind === undefined) return [];
    const { protect, retainOnDelete } = before.options;
    const guard = protect ? "protected" : retainOnDelete ? "retained" : undefined;
    const { urn, type, name } = change;
    return [{ urn, type, name, kind, ...(guard ? { guard } : {}) }];
  });
  const order = [...Object.values(KINDS), "no longer protected"];
  return risks.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function losesProtection({ properties }: ResourceChange): boolean {
  return properties.some(
    ({ property, before, after }) =>
      (property === "options.protect" || property === "options.retainOnDelete") && before === true && after !== true,
  );
}

/** Whether the changes take data away: what a plan must not let pass unless it is confirmed. */
export function losesData(risks: DataRisk[]): boolean {
  return risks.some(({ kind }) => kind !== "no longer protected");
}
