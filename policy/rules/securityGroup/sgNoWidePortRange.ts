import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { UNKNOWN } from "../../values";
import { describe, portsOf, protocolOf, width } from "./ports";
import { ingressOf, TRAFFIC_TYPES, type Traffic } from "./traffic";

const WIDEST = 100;
const FIRST_EPHEMERAL_PORT = 32768;

export const sgNoWidePortRange: ResourceRule = {
  name: "sg-no-wide-port-range",
  description: `An ingress rule opens at most ${WIDEST} ports; to another group also the ephemeral ones, from ${FIRST_EPHEMERAL_PORT} on.`,
  why: "A wide range opens ports that nothing listens on today, and that something will listen on tomorrow.",
  fix: "Open the port that is used. ECS tasks with dynamic host ports: refer to the load balancer's group.",
  severity: "medium",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown port could be the end of a wide range.",
  topics: ["network", "security-group"],
  url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
  types: TRAFFIC_TYPES,
  check(resource): Finding[] {
    return ingressOf(resource).flatMap((traffic) => {
      const ports = portsOf(traffic);
      // All protocols at once is what `sg-no-all-protocol-ingress` reports.
      if (ports === undefined || protocolOf(traffic) === "-1") return [];
      if (ports === UNKNOWN) return [notProvable(`a port of ${traffic.label}`, "how many ports it opens")];
      if (width(ports) <= WIDEST || (ports.first >= FIRST_EPHEMERAL_PORT && fromGroupsOnly(traffic))) return [];
      return [{ message: `${traffic.label} opens ${width(ports)} ports: ${describe(traffic)}` }];
    });
  },
};

const fromGroupsOnly = ({ cidrs, prefixLists, groups }: Traffic) =>
  cidrs.length === 0 && prefixLists.length === 0 && groups.length > 0;
