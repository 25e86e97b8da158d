import type { StackFinding, StackResource, StackRule } from "../../rule";
import { refersTo, withAncestors } from "../attachments";
import { describe } from "./ports";
import { DEFAULT_GROUP, trafficOf } from "./traffic";

const VPC = "aws:ec2/vpc:Vpc";
/** The component that makes a VPC: the offline plan sees it, but not what is inside. */
const VPC_COMPONENT = "awsx:ec2:Vpc";

export const sgDefaultClosed: StackRule = {
  name: "sg-default-closed",
  description: "The default security group of each VPC in the stack is adopted and has no rules.",
  why: "AWS lets all members of the default group reach each other, and puts whatever names no group into it.",
  fix: "Create an aws.ec2.DefaultSecurityGroup for the VPC, without ingress and egress.",
  severity: "medium",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "Rules that are declared count, whatever is unknown of them.",
  topics: ["network", "security-group"],
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
  inputsOf: new Set([DEFAULT_GROUP]),
  checkStack({ resources, inputs }): StackFinding[] {
    const groups = resources.filter(({ type }) => type === DEFAULT_GROUP);
    return networksOf(resources).flatMap((network): StackFinding[] => {
      const group = groups.find((candidate) => network.some((part) => refersTo(candidate, "vpcId", part)));
      if (!group) {
        return [{ message: "the VPC's default group keeps the rules that AWS gave it", urn: network[0]!.urn }];
      }
      const open = trafficOf({ ...group, props: inputs.get(group.urn) }).map(
        (rule) => `${rule.label} (${describe(rule)})`,
      );
      return open.length === 0 ? [] : [{ message: `the default group has rules: ${open.join(", ")}`, urn: group.urn }];
    });
  },
};

/** Each VPC of the stack with the components around it: `vpcId` may come from one of those. */
function networksOf(resources: readonly StackResource[]): StackResource[][] {
  const networks = resources.filter(({ type }) => type === VPC).map(withAncestors);
  const seen = new Set(networks.flat());
  const opaque = resources.filter((resource) => resource.type === VPC_COMPONENT && !seen.has(resource));
  return [...networks, ...opaque.map((component) => [component])];
}
