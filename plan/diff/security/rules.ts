import type { PlannedResource, Properties, PropertyValue } from "../../model";
import { isObject, unwrap } from "../../values";
import { isType, referenceOf } from "./label";

/** Traffic that a security group lets in or out. */
export interface Rule {
  direction: "in" | "out";
  group: string;
  /** Another group, an address range or a prefix list. */
  peer: string;
  peerIsGroup: boolean;
  /** `all`, `tcp`, `udp`, `icmp` or a number. */
  protocol: string;
  from: number;
  to: number;
}

export const LAST_PORT = 65_535;

/** The rules of all security groups, in whichever of the provider's three forms the program gives them. */
export function rulesOf(resources: PlannedResource[]): Rule[] {
  return resources.flatMap((resource) => {
    if (isType(resource, "vpc/securityGroupIngressRule:SecurityGroupIngressRule")) return separateRule(resource, "in");
    if (isType(resource, "vpc/securityGroupEgressRule:SecurityGroupEgressRule")) return separateRule(resource, "out");
    if (isType(resource, "ec2/securityGroupRule:SecurityGroupRule")) return olderRule(resource);
    if (isType(resource, "ec2/securityGroup:SecurityGroup", "ec2/defaultSecurityGroup:DefaultSecurityGroup")) {
      return [...inlineRules(resource, "in"), ...inlineRules(resource, "out")];
    }
    return [];
  });
}

function separateRule(resource: PlannedResource, direction: Rule["direction"]): Rule[] {
  const group = referenceOf(resource, "securityGroupId");
  const referenced = referenceOf(resource, "referencedSecurityGroupId");
  const range = ["cidrIpv4", "cidrIpv6", "prefixListId"].flatMap((each) => referenceOf(resource, each) ?? [])[0];
  const peer = referenced ?? range;
  if (group === undefined || peer === undefined) return [];
  return [{ direction, group, peer, peerIsGroup: referenced !== undefined, ...portsOf(resource.inputs) }];
}

function olderRule(resource: PlannedResource): Rule[] {
  const group = referenceOf(resource, "securityGroupId");
  const direction = resource.inputs.type === "ingress" ? "in" : "out";
  const referenced = resource.inputs.self === true ? group : referenceOf(resource, "sourceSecurityGroupId");
  if (group === undefined) return [];
  return peersOf(resource.inputs, referenced ? [referenced] : []).map((peer) => ({ direction, group, ...peer }));
}

function inlineRules(resource: PlannedResource, direction: Rule["direction"]): Rule[] {
  const argument = direction === "in" ? "ingress" : "egress";
  return list(resource.inputs[argument]).flatMap((rule) => {
    if (!isObject(rule)) return [];
    // Several groups in one list cannot be told apart by what they depend on.
    const sources = list(rule.securityGroups).length > 0 ? [referenceOf(resource, argument) ?? "(known after up)"] : [];
    const groups = rule.self === true ? [...sources, resource.name] : sources;
    return peersOf(rule, groups).map((peer) => ({ direction, group: resource.name, ...peer }));
  });
}

function peersOf(rule: Properties, groups: string[]): Omit<Rule, "direction" | "group">[] {
  const ports = portsOf(rule);
  const ranges = [rule.cidrBlocks, rule.ipv6CidrBlocks, rule.prefixListIds].flatMap(list);
  return [
    ...groups.map((peer) => ({ peer, peerIsGroup: true, ...ports })),
    ...ranges.map((peer) => ({ peer: String(unwrap(peer) as string), peerIsGroup: false, ...ports })),
  ];
}

function list(value: PropertyValue | undefined): PropertyValue[] {
  const plain = unwrap(value);
  return Array.isArray(plain) ? plain : [];
}

function portsOf(rule: Properties): Pick<Rule, "protocol" | "from" | "to"> {
  const given = unwrap(rule.ipProtocol ?? rule.protocol) ?? "all";
  const protocol = typeof given === "object" ? "all" : String(given).toLowerCase();
  if (protocol === "-1" || protocol === "all") return { protocol: "all", from: 0, to: LAST_PORT };
  const from = Number(unwrap(rule.fromPort) ?? 0);
  return { protocol, from, to: Number(unwrap(rule.toPort) ?? LAST_PORT) };
}
