import { sgDefaultClosed } from "../../policy/rules/securityGroup/sgDefaultClosed";
import { sgNoInlineAndStandaloneMix } from "../../policy/rules/securityGroup/sgNoInlineAndStandaloneMix";
import { describeRule } from "../support/describeRule";
import { unknown, urnOf, type Described } from "../support/policy";
import { classic, inline, single, tcp, type RuleSpec } from "../support/securityGroups";

const WEB = tcp(443, { ipv4: "10.0.0.0/8" });
const group = (specs: RuleSpec[] = [], outputs?: Record<string, unknown>): Described => ({
  ...inline(specs),
  name: "web",
  outputs,
});
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
    "rules that the provider is going to compute": [
      group([], { ingress: unknown, egress: unknown }),
      attached(single(WEB), "a"),
    ],
    "a group whose outputs a refresh filled, while a single rule changes": [
      group([], { id: "sg-web", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, self: true }] }),
      byId(single(WEB), "a"),
    ],
  },
  violates: {
    "an inline rule beside a single one": [
      [group([WEB]), attached(single(tcp(80)), "a")],
      /^web: inline ingress beside a$/,
    ],
    "an inline rule beside a classic one": [
      [group([WEB]), attached(classic(tcp(80)), "a")],
      /^web: inline ingress beside a$/,
    ],
    "inline rules of both directions": [
      [group([WEB, { ...WEB, direction: "egress" }]), attached(single(WEB), "a"), attached(single(tcp(80)), "b")],
      /^web: inline ingress and egress beside a, b$/,
    ],
    "an empty inline list, which removes all rules": [
      [{ ...group(), props: { ingress: [] } }, attached(single(WEB), "a")],
      /^web: inline ingress beside a$/,
    ],
    "inline rules that are unknown": [
      [{ ...group(), props: { egress: unknown } }, attached(single(WEB), "a")],
      /^web: inline egress beside a$/,
    ],
    "classic and single rules": [
      [group(), attached(single(WEB), "a"), attached(classic(tcp(80)), "b")],
      /^web: classic and single rules on one group: a, b$/,
    ],
    "rules that are attached by id": [[group([WEB], { id: "sg-web" }), byId(single(tcp(80)), "a")], /beside a$/],
    "a single rule on a default group": [
      [{ ...inline([], "DefaultSecurityGroup"), name: "closed", outputs: { id: "sg-web" } }, byId(single(WEB), "a")],
      /^closed: a default group removes every rule that it does not declare: a$/,
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
    "rules that the provider is going to compute": [
      vpc(),
      { ...closed(vpc()), outputs: { vpcId: unknown, ingress: unknown, egress: unknown } },
    ],
    "a rule made by hand, which the update removes": [
      vpc(),
      { ...closed(vpc()), outputs: { ingress: [{ protocol: "-1", self: true }] } },
    ],
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
      /^default: the default group has rules: ingress\[0\] \(all protocols\)$/,
    ],
    "egress to the world": [
      [vpc(), closed(vpc(), { egress: [{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }] })],
      /has rules: egress\[0\] \(all protocols\)$/,
    ],
    "a rule with an unknown source": [
      [vpc(), closed(vpc(), { ingress: [{ protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: [unknown] }] })],
      /has rules: ingress\[0\] \(tcp 1\)$/,
    ],
    "rules that are unknown": [
      [vpc(), closed(vpc(), { egress: unknown })],
      /has rules: egress\[0\] \(an unknown protocol\)$/,
    ],
    "the second of two VPCs": [[vpc(), closed(vpc()), { ...vpc(), name: "other" }], /^other: /],
  },
});
