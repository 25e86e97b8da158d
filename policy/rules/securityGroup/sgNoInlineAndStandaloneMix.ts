import type { StackFinding, StackResource, StackRule } from "../../rule";
import { nameOf } from "../../urn";
import { at } from "../../values";
import { refersTo } from "../attachments";
import { CLASSIC_RULE, DEFAULT_GROUP, GROUP_TYPES, STANDALONE_TYPES } from "./traffic";

export const sgNoInlineAndStandaloneMix: StackRule = {
  name: "sg-no-inline-and-standalone-mix",
  description: "The rules of a security group are declared in one way: inline, by classic rules, or one resource each.",
  why: "Each way removes what it does not know: mixed, every update takes away rules that the next one puts back.",
  fix: "Declare each rule as aws.vpc.SecurityGroupIngressRule or SecurityGroupEgressRule, and no other way.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "Inline rules that are declared count, whatever is unknown of them.",
  topics: ["network", "security-group"],
  url: "https://www.pulumi.com/registry/packages/aws/api-docs/vpc/securitygroupingressrule/",
  inputsOf: GROUP_TYPES,
  checkStack({ resources, inputs }): StackFinding[] {
    const standalone = resources.filter(({ type }) => STANDALONE_TYPES.has(type));
    return resources
      .filter(({ type }) => GROUP_TYPES.has(type))
      .flatMap((group) => {
        const rules = standalone.filter((rule) => refersTo(rule, "securityGroupId", group));
        if (rules.length === 0) return [];
        return conflictsOf(group, inputs.get(group.urn), rules).map((message) => ({ message, urn: group.urn }));
      });
  },
};

function conflictsOf(group: StackResource, inputs: unknown, rules: readonly StackResource[]): string[] {
  const names = rules.map(({ urn }) => nameOf(urn)).join(", ");
  if (group.type === DEFAULT_GROUP) return [`a default group removes every rule that it does not declare: ${names}`];
  const conflicts: string[] = [];
  const classic = rules.filter(({ type }) => type === CLASSIC_RULE).length;
  if (classic > 0 && classic < rules.length) conflicts.push(`classic and single rules on one group: ${names}`);
  // An empty list is a declaration as well: it removes all rules.
  const inline = ["ingress", "egress"].filter((property) => at(inputs, property) !== undefined);
  if (inline.length > 0) conflicts.push(`inline ${inline.join(" and ")} beside ${names}`);
  return conflicts;
}
