import type { ResourceView } from "../../rule";
import { at, itemsAt, UNKNOWN } from "../../values";

/** Type tokens of everything that carries security-group rules. */
export const GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
export const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
export const CLASSIC_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";

export const GROUP_TYPES: ReadonlySet<string> = new Set([GROUP, DEFAULT_GROUP]);
export const STANDALONE_TYPES: ReadonlySet<string> = new Set([INGRESS_RULE, EGRESS_RULE, CLASSIC_RULE]);
export const TRAFFIC_TYPES: ReadonlySet<string> = new Set([...GROUP_TYPES, ...STANDALONE_TYPES]);

/** One security-group rule, whichever of the three kinds of resource declares it. Any value can be {@link UNKNOWN}. */
export interface Traffic {
  readonly direction: "ingress" | "egress";
  /** What to call it in a message: `ingress[1]` inline, `the rule` for a resource of its own. */
  readonly label: string;
  readonly protocol: unknown;
  readonly from: unknown;
  readonly to: unknown;
  /** IPv4 and IPv6 blocks. */
  readonly cidrs: readonly unknown[];
  readonly prefixLists: readonly unknown[];
  /** Ids of the groups whose members are the other side; `self` for the group's own. */
  readonly groups: readonly unknown[];
  readonly description: unknown;
}

/** All rules that a resource declares, in the order of its properties. */
export function trafficOf({ type, props }: ResourceView): Traffic[] {
  switch (type) {
    case INGRESS_RULE:
      return [standalone("ingress", props)];
    case EGRESS_RULE:
      return [standalone("egress", props)];
    case CLASSIC_RULE: {
      // A direction that is unknown or odd is taken for ingress, which more rules look at.
      const direction = at(props, "type") === "egress" ? "egress" : "ingress";
      return [inline(direction, "the rule", props, itemsPresent([at(props, "sourceSecurityGroupId")]))];
    }
    case GROUP:
    case DEFAULT_GROUP:
      return (["ingress", "egress"] as const).flatMap((direction) =>
        itemsAt(props, direction).map((rule, index) =>
          inline(direction, `${direction}[${index}]`, rule, itemsAt(rule, "securityGroups")),
        ),
      );
    default:
      return [];
  }
}

/** The ingress rules that a resource declares. */
export function ingressOf(resource: ResourceView): Traffic[] {
  return trafficOf(resource).filter(({ direction }) => direction === "ingress");
}

function standalone(direction: Traffic["direction"], props: unknown): Traffic {
  return {
    direction,
    label: "the rule",
    protocol: at(props, "ipProtocol"),
    from: at(props, "fromPort"),
    to: at(props, "toPort"),
    cidrs: itemsPresent([at(props, "cidrIpv4"), at(props, "cidrIpv6")]),
    prefixLists: itemsPresent([at(props, "prefixListId")]),
    groups: itemsPresent([at(props, "referencedSecurityGroupId")]),
    description: at(props, "description"),
  };
}

function inline(direction: Traffic["direction"], label: string, rule: unknown, groups: unknown[]): Traffic {
  return {
    direction,
    label,
    protocol: at(rule, "protocol"),
    from: at(rule, "fromPort"),
    to: at(rule, "toPort"),
    cidrs: itemsPresent([...itemsAt(rule, "cidrBlocks"), ...itemsAt(rule, "ipv6CidrBlocks")]),
    prefixLists: itemsPresent(itemsAt(rule, "prefixListIds")),
    groups: itemsPresent([...groups, at(rule, "self") === true ? "self" : undefined]),
    description: at(rule, "description"),
  };
}

const itemsPresent = (items: readonly unknown[]) =>
  items.filter((item) => item === UNKNOWN || typeof item === "string");
