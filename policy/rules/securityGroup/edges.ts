import type { ResourceView } from "../../rule";
import { at, UNKNOWN } from "../../values";
import { portsOf, protocolOf } from "./ports";
import { trafficOf, type Traffic } from "./traffic";

/**
 * The rules of a resource in one notation for all kinds, one text for each other side: `ingress tcp 443-443 10.0.0.0/8`.
 * `group` is the group that they belong to: its own id reads `self`.
 */
export function edgesOf(resource: ResourceView, group: ResourceView): string[] {
  const ownId = at(group.props, "id");
  return declared(resource).flatMap((traffic) =>
    [...traffic.cidrs, ...traffic.prefixLists, ...traffic.groups].map((side) => {
      const ports = portsOf(traffic);
      const range = ports === UNKNOWN ? "?" : ports ? `${ports.first}-${ports.last}` : "";
      const other = side === UNKNOWN ? "?" : side === ownId ? "self" : String(side);
      return [traffic.direction, text(protocolOf(traffic)), range, other].filter(Boolean).join(" ");
    }),
  );
}

/** Without the rules of a list that is unknown as a whole: the provider computes `ingress` and `egress` if undeclared. */
function declared(resource: ResourceView): Traffic[] {
  return trafficOf(resource).filter(
    ({ label, direction }) => label === "the rule" || at(resource.props, direction) !== UNKNOWN,
  );
}

const text = (value: string | typeof UNKNOWN) => (value === UNKNOWN ? "?" : value);
