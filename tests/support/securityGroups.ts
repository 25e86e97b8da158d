import type { Described } from "./policy";

/** The same rule in each way that the provider knows, by the name of the way. */
export interface RuleSpec {
  direction?: "ingress" | "egress";
  protocol?: unknown;
  from?: unknown;
  to?: unknown;
  ipv4?: unknown;
  ipv6?: unknown;
  prefixList?: unknown;
  /** Id of another group. */
  group?: unknown;
  description?: unknown;
}

const listed = (value: unknown) => (value === undefined ? undefined : [value]);

/** A rule as a resource of its own, `aws.vpc.SecurityGroupIngressRule` or `SecurityGroupEgressRule`. */
export function single(spec: RuleSpec): Described {
  const kind = spec.direction === "egress" ? "Egress" : "Ingress";
  return {
    type: `aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`,
    props: {
      securityGroupId: "sg-own",
      ipProtocol: spec.protocol,
      fromPort: spec.from,
      toPort: spec.to,
      cidrIpv4: spec.ipv4,
      cidrIpv6: spec.ipv6,
      prefixListId: spec.prefixList,
      referencedSecurityGroupId: spec.group,
      description: spec.description,
    },
  };
}

/** A rule as `aws.ec2.SecurityGroupRule`. */
export function classic(spec: RuleSpec): Described {
  return {
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    props: {
      securityGroupId: "sg-own",
      type: spec.direction ?? "ingress",
      protocol: spec.protocol,
      fromPort: spec.from,
      toPort: spec.to,
      cidrBlocks: listed(spec.ipv4),
      ipv6CidrBlocks: listed(spec.ipv6),
      prefixListIds: listed(spec.prefixList),
      sourceSecurityGroupId: spec.group,
      description: spec.description,
    },
  };
}

const inlineRule = (spec: RuleSpec) => ({
  protocol: spec.protocol,
  fromPort: spec.from,
  toPort: spec.to,
  cidrBlocks: listed(spec.ipv4),
  ipv6CidrBlocks: listed(spec.ipv6),
  prefixListIds: listed(spec.prefixList),
  securityGroups: listed(spec.group),
  description: spec.description,
});

/** Rules inside `aws.ec2.SecurityGroup`, or inside the default group. */
export function inline(
  specs: RuleSpec | RuleSpec[],
  kind: "SecurityGroup" | "DefaultSecurityGroup" = "SecurityGroup",
): Described {
  const of = (direction: string) => {
    const rules = [specs].flat().filter((spec) => (spec.direction ?? "ingress") === direction);
    return rules.length === 0 ? undefined : rules.map(inlineRule);
  };
  return {
    type: `aws:ec2/${kind[0]!.toLowerCase()}${kind.slice(1)}:${kind}`,
    props: { description: "a group of the tests", ingress: of("ingress"), egress: of("egress") },
  };
}

/** A TCP rule on one port. */
export const tcp = (port: unknown, rest: RuleSpec = {}): RuleSpec => ({
  protocol: "tcp",
  from: port,
  to: port,
  ...rest,
});
