import type { Finding, ResourceRule } from "../../rule";
import { at, UNKNOWN } from "../../values";
import { GROUP, TRAFFIC_TYPES, trafficOf } from "./traffic";

export const sgRuleDescribed: ResourceRule = {
  name: "sg-rule-described",
  description: "Security groups and each of their rules say in a description what they are for.",
  why: "Nobody dares to remove a rule whose purpose is unknown, so groups only ever open further.",
  fix: "Set `description`: who needs the traffic, and what for. A group's own cannot be changed later without replacing it.",
  severity: "low",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "A description that is unknown is one: this rule reads nothing else.",
  topics: ["network", "security-group"],
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  types: TRAFFIC_TYPES,
  check(resource): Finding[] {
    const group = at(resource.props, "description");
    const findings: Finding[] = [];
    if (resource.type === GROUP && !says(group)) findings.push({ message: "the group has no description of its own" });
    for (const { label, description } of trafficOf(resource)) {
      if (!says(description)) findings.push({ message: `${label} has no description` });
    }
    return findings;
  },
};

/** Tools fill in "Managed by …" when nobody says anything. */
function says(description: unknown): boolean {
  if (description === UNKNOWN) return true;
  return (
    typeof description === "string" &&
    description.trim() !== "" &&
    !/^managed by (pulumi|terraform)$/i.test(description.trim())
  );
}
