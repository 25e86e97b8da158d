import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { UNKNOWN } from "../../values";
import { protocolOf } from "./ports";
import { ingressOf, TRAFFIC_TYPES } from "./traffic";

export const sgNoAllProtocolIngress: ResourceRule = {
  name: "sg-no-all-protocol-ingress",
  description: "Ingress names its protocol: no rule admits all protocols, from whatever source.",
  why: "Protocol -1 ignores the port range: whoever is admitted reaches every port, now and in future.",
  fix: "Name the protocol and the port that the source needs, one rule for each.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown protocol could be -1.",
  topics: ["network", "security-group"],
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  types: TRAFFIC_TYPES,
  check(resource): Finding[] {
    return ingressOf(resource).flatMap((traffic) => {
      const protocol = protocolOf(traffic);
      if (protocol === UNKNOWN)
        return [notProvable(`the protocol of ${traffic.label}`, "whether it means all protocols")];
      return protocol === "-1" ? [{ message: `${traffic.label} admits all protocols` }] : [];
    });
  },
};
