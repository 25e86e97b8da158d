import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { matches } from "../../pattern";
import { UNKNOWN } from "../../values";
import { isInternet } from "./internet";
import { describe, portsOf, protocolOf, width } from "./ports";
import { ingressOf, TRAFFIC_TYPES, type Traffic } from "./traffic";

interface Options {
  readonly allowedPorts: readonly number[];
  readonly loadBalancers: readonly string[];
}

export const sgNoWorldIngress: ResourceRule<Options> = {
  name: "sg-no-world-ingress",
  description: "Only load balancers may admit the internet, and only on their public ports.",
  why: "Whatever the internet reaches is scanned within minutes; behind the load balancer it is not reachable at all.",
  fix: "Refer to the load balancer's security group instead of an address block, or narrow the block to the known callers.",
  severity: "critical",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "A source block that is unknown could be the internet. An unknown referenced group cannot.",
  topics: ["network", "security-group"],
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  types: TRAFFIC_TYPES,
  options: {
    allowedPorts: {
      type: "array",
      items: { type: "integer", minimum: 0, maximum: 65535 },
      default: [80, 443],
      description: "TCP ports on which a load balancer's group may admit the internet",
    },
    // Ids are unknown at preview, so names decide: a rule's own name says which group it opens to whom.
    loadBalancers: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ["*::*-alb", "*::*-alb-from-*"],
      description: "URNs of the load balancers' groups and of their rules; * stands for any characters",
    },
  },
  check(resource, { allowedPorts, loadBalancers }): Finding[] {
    const isLoadBalancer = loadBalancers.some((pattern) => matches(pattern, resource.urn));
    return ingressOf(resource).flatMap((traffic) => {
      const world = traffic.cidrs.filter(isInternet);
      if (world.length === 0 && !traffic.cidrs.includes(UNKNOWN)) return [];
      if (isLoadBalancer && onlyOn(traffic, allowedPorts)) return [];
      if (world.length === 0) return [notProvable(`the source of ${traffic.label}`, "whether it is the internet")];
      return [{ message: `${traffic.label} admits ${world.join(", ")} on ${describe(traffic)}` }];
    });
  },
};

function onlyOn(traffic: Traffic, allowed: readonly number[]): boolean {
  const ports = portsOf(traffic);
  if (ports === UNKNOWN || ports === undefined || protocolOf(traffic) !== "tcp") return false;
  return (
    width(ports) <= allowed.length &&
    Array.from({ length: width(ports) }, (_, i) => ports.first + i).every((port) => allowed.includes(port))
  );
}
