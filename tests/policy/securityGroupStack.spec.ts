import { sgDefaultClosed } from "../../policy/rules/securityGroup/sgDefaultClosed";
import { sgNoInlineAndStandaloneMix } from "../../policy/rules/securityGroup/sgNoInlineAndStandaloneMix";
import { describeRule } from "../support/describeRule";
import { unknown, urnOf, type Described } from "../support/policy";
import { classic, inline, single, tcp, type RuleSpec } from "../support/securityGroups";

const WEB = tcp(443, { ipv4: "10.0.0.0/8" });
const group = (specs: RuleSpec[] = [], props = {}): Described => {
  const described = inline(specs);
  return { ...described, name: "web", props: { ...described.props, ...props } };
};
/** A rule of the group `web`, by the dependency alone: in a first preview no id is known. */
const attached = (rule: Described, name: string): Described => ({
  ...rule,
  name,
  props: { ...rule.props, securityGroupId: unknown },
  dependsOn: { securityGroupId: [urnOf(group())] },
});
const byId = (rule: Described, name: string): Described => ({
  ...rule,
  name,
  props: { ...rule.props, securityGroupId: "sg-web" },
});

describeRule(sgNoInlineAndStandaloneMix, {
  complies: {
    "a group with single rules only": [group(), attached(single(WEB), "a"), attached(single(tcp(80)), "b")],
    "a group with inline rules only": [group([WEB])],
    "a group with classic rules only": [group(), attached(classic(WEB), "a"), attached(classic(tcp(80)), "b")],
    "inline rules here, single rules of another group": [group([WEB]), single(WEB)],
    "rules that the provider computes": [group([], { ingress: unknown, egress: unknown }), attached(single(WEB), "a")],
    "a group that a refresh filled with its single rules": [
      group([WEB, { protocol: "-1", from: 0, to: 0, group: "sg-other" }], {
        id: "sg-web",
        egress: [{ protocol: "tcp", fromPort: 5, toPort: 5, cidrBlocks: [], self: true }],
      }),
      byId(single(WEB), "a"),
      byId(single({ protocol: "-1", group: "sg-other" }), "b"),
      byId(single({ ...tcp(5), direction: "egress", group: "sg-web" }), "c"),
    ],
  },
  violates: {
    "an inline rule beside a single one": [
      [group([WEB]), attached(single(tcp(80, { ipv4: "10.0.0.0/8" })), "a")],
      /^web: inline rules \(ingress tcp 443-443 10\.0\.0\.0\/8\) beside a$/,
    ],
    "an inline rule beside a classic one": [
      [group([WEB]), attached(classic(tcp(80, { group: "sg-1" })), "a")],
      /inline rules .* beside a$/,
    ],
    "classic and single rules": [
      [group(), attached(single(WEB), "a"), attached(classic(tcp(80)), "b")],
      /^web: classic and single rules on one group: a, b$/,
    ],
    "rules that are attached by id": [
      [group([WEB], { id: "sg-web" }), byId(single(tcp(80, { group: "sg-1" })), "a")],
      /beside a$/,
    ],
    "a single rule on a default group": [
      [{ ...inline([], "DefaultSecurityGroup"), name: "closed", props: { id: "sg-web" } }, byId(single(WEB), "a")],
      /^closed: a default group removes every rule that it does not declare: a$/,
    ],
    "an inline rule whose source is unknown": [
      [group([tcp(443, { ipv4: unknown })]), attached(single(WEB), "a")],
      /inline rules \(ingress tcp 443-443 \?\)/,
    ],
    "one inline source that no single rule has": [
      [
        group([], {
          id: "sg-web",
          ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8", "192.168.0.0/16"] }],
        }),
        byId(single(WEB), "a"),
      ],
      /inline rules \(ingress tcp 443-443 192\.168\.0\.0\/16\) beside a$/,
    ],
  },
});

const COMPONENT: Described = { type: "awsx:ec2:Vpc", name: "network" };
const vpc = (id: unknown = unknown): Described => ({ type: "aws:ec2/vpc:Vpc", name: "vpc", props: { id } });
const closed = (of: Described | string, props = {}): Described => ({
  type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  name: "default",
  props: { vpcId: typeof of === "string" ? of : unknown, ...props },
  dependsOn: typeof of === "string" ? {} : { vpcId: [urnOf(of)] },
});

describeRule(sgDefaultClosed, {
  complies: {
    "a VPC with an emptied default group": [vpc(), closed(vpc())],
    "a group that knows the VPC by id": [vpc("vpc-1"), closed("vpc-1")],
    "a VPC inside a component whose output the group takes": [
      COMPONENT,
      { ...vpc(), parent: urnOf(COMPONENT) },
      closed(COMPONENT),
    ],
    "a component that the plan cannot look into": [COMPONENT, closed(COMPONENT)],
    "rules that the provider computes": [vpc(), closed(vpc(), { ingress: unknown, egress: unknown })],
    "empty lists": [vpc(), closed(vpc(), { ingress: [], egress: [] })],
    "a stack without VPC": [{ type: "aws:ec2/subnet:Subnet", props: { vpcId: "vpc-1" } }],
  },
  violates: {
    "a VPC whose default group is left alone": [
      [vpc()],
      /^vpc: the VPC's default group keeps the rules that AWS gave it$/,
    ],
    "a component whose default group is left alone": [[COMPONENT], /^network: the VPC's default group/],
    "a group of another VPC": [[vpc("vpc-1"), closed("vpc-2")], /^vpc: the VPC's default group/],
    "ingress from its own members": [
      [vpc(), closed(vpc(), { ingress: [{ protocol: "-1", self: true }] })],
      /^default: the default group has rules: ingress -1 0-65535 self$/,
    ],
    "egress to the world": [
      [vpc(), closed(vpc(), { egress: [{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }] })],
      /has rules: egress -1 0-65535 0\.0\.0\.0\/0$/,
    ],
    "a rule with an unknown source": [
      [vpc(), closed(vpc(), { ingress: [{ protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: [unknown] }] })],
      /has rules: ingress tcp 1-1 \?$/,
    ],
    "the second of two VPCs": [[vpc(), closed(vpc()), { ...vpc(), name: "other" }], /^other: /],
  },
});
