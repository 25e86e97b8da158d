import type { StackFinding, StackResource, StackRule } from "../../rule";
import { refersTo } from "./attachments";
import { edgesOf } from "./edges";
import { CLASSIC_RULE, DEFAULT_GROUP, GROUP_TYPES, STANDALONE_TYPES } from "./traffic";

export const sgNoInlineAndStandaloneMix: StackRule = {
  name: "sg-no-inline-and-standalone-mix",
  description: "The rules of a security group are declared in one way: inline, by classic rules, or one resource each.",
  why: "Each way removes what it does not know: mixed, every update takes away rules that the next one puts back.",
  fix: "Declare each rule as aws.vpc.SecurityGroupIngressRule or SecurityGroupEgressRule, and no other way.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "Rules that are unknown as a whole were not declared inline; single unknown values count as declared.",
  topics: ["network", "security-group"],
  url: "https://www.pulumi.com/registry/packages/aws/api-docs/vpc/securitygroupingressrule/",
  checkStack(resources): StackFinding[] {
    const standalone = resources.filter(({ type }) => STANDALONE_TYPES.has(type));
    return resources
      .filter(({ type }) => GROUP_TYPES.has(type))
      .flatMap((group) => {
        const rules = standalone.filter((rule) => refersTo(rule, "securityGroupId", group));
        return rules.length === 0 ? [] : conflictsOf(group, rules).map((message) => ({ message, urn: group.urn }));
      });
  },
};

function conflictsOf(group: StackResource, rules: readonly StackResource[]): string[] {
  const names = rules.map(({ urn }) => urn.split("::").at(-1)).join(", ");
  if (group.type === DEFAULT_GROUP) return [`a default group removes every rule that it does not declare: ${names}`];
  const conflicts: string[] = [];
  const classic = rules.filter(({ type }) => type === CLASSIC_RULE).length;
  if (classic > 0 && classic < rules.length) conflicts.push(`classic and single rules on one group: ${names}`);
  // A refresh fills `ingress` and `egress` of the group with the rules of the other resources: those are no second source.
  const known = new Set(rules.flatMap((rule) => edgesOf(rule, group)));
  const inline = edgesOf(group, group).filter((edge) => !known.has(edge));
  if (inline.length > 0) conflicts.push(`inline rules (${inline.join("; ")}) beside ${names}`);
  return conflicts;
}
