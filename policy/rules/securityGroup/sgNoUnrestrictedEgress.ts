import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { UNKNOWN } from "../../values";
import { isInternet } from "./internet";
import { describe, portsOf, width } from "./ports";
import { TRAFFIC_TYPES, trafficOf } from "./traffic";

const WIDEST = 100;

export const sgNoUnrestrictedEgress: ResourceRule = {
  name: "sg-no-unrestricted-egress",
  description: `Egress to the internet names its protocol and at most ${WIDEST} ports.`,
  why: "Software that was taken over calls home on the port that is open; with HTTPS alone, proxies and logs still see it.",
  fix: "Open port 443 for AWS, registries and mirrors, and refer to groups for everything inside the network.",
  severity: "medium",
  level: "advisory",
  unknown: "fails",
  unknownNote: "An unknown destination, protocol or port of a wide rule could open everything.",
  topics: ["network", "security-group"],
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  types: TRAFFIC_TYPES,
  check(resource): Finding[] {
    return trafficOf(resource).flatMap((traffic) => {
      const world = traffic.cidrs.filter(isInternet);
      const mayBeWorld = world.length > 0 || traffic.cidrs.includes(UNKNOWN);
      const ports = portsOf(traffic);
      if (traffic.direction !== "egress" || !mayBeWorld || ports === undefined) return [];
      if (ports !== UNKNOWN && width(ports) <= WIDEST) return [];
      if (ports === UNKNOWN) return [notProvable(`a port of ${traffic.label}`, "how much of the internet it opens")];
      if (world.length === 0) return [notProvable(`the destination of ${traffic.label}`, "whether it is the internet")];
      return [{ message: `${traffic.label} lets ${describe(traffic)} out to ${world.join(", ")}` }];
    });
  },
};
