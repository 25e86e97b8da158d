import { sgNoAdminPorts } from "../../policy/rules/securityGroup/sgNoAdminPorts";
import { sgNoAllProtocolIngress } from "../../policy/rules/securityGroup/sgNoAllProtocolIngress";
import { sgNoUnrestrictedEgress } from "../../policy/rules/securityGroup/sgNoUnrestrictedEgress";
import { sgNoWidePortRange } from "../../policy/rules/securityGroup/sgNoWidePortRange";
import { sgNoWorldIngress } from "../../policy/rules/securityGroup/sgNoWorldIngress";
import { sgRuleDescribed } from "../../policy/rules/securityGroup/sgRuleDescribed";
import { describeRule } from "../support/describeRule";
import { unknown } from "../support/policy";
import { classic, inline, single, tcp } from "../support/securityGroups";

const WORLD = { ipv4: "0.0.0.0/0" };
const PRIVATE = { ipv4: "10.0.0.0/8" };
const ALL = { protocol: "-1" };
const EGRESS = { direction: "egress" } as const;
const alb = "acme-shop-dev-alb";

describeRule(sgNoWorldIngress, {
  complies: {
    "a private block": single(tcp(443, PRIVATE)),
    "a referenced group that is unknown, without any block": single(tcp(443, { group: unknown })),
    "HTTPS from the world on a load balancer's rule": { ...single(tcp(443, WORLD)), name: `${alb}-from-0-0-0-0-0-443` },
    "HTTP and HTTPS from the world on a load balancer's group": {
      ...inline([tcp(80, WORLD), tcp(443, { ipv6: "::/0" })]),
      name: alb,
    },
    "a block that is unknown on a load balancer's public port": {
      ...single(tcp(443, { ipv4: unknown })),
      name: `${alb}-from-x-443`,
    },
    "egress to the world: that is another rule's": single(tcp(443, { ...EGRESS, ...WORLD })),
    "a prefix list": single(tcp(443, { prefixList: "pl-cloudfront" })),
    "a configured port of a configured group": { ...single(tcp(8443, WORLD)), name: "gateway" },
  },
  violates: {
    "the world on a rule of its own": [single(tcp(443, WORLD)), /^the rule admits 0\.0\.0\.0\/0 on tcp 443$/],
    "the world in IPv6": [single(tcp(443, { ipv6: "::/0" })), /admits ::\/0 on tcp 443$/],
    "the world in a classic rule": [classic(tcp(8080, WORLD)), /admits 0\.0\.0\.0\/0 on tcp 8080$/],
    "the world inline, with the rule's place": [
      inline([tcp(1, PRIVATE), tcp(2, WORLD)]),
      /^ingress\[1\] admits 0\.0\.0\.0\/0 on tcp 2$/,
    ],
    "the world in the default group": [inline(tcp(443, WORLD), "DefaultSecurityGroup"), /^ingress\[0\] admits/],
    "all protocols from the world, the default of load balancers elsewhere": [
      { ...single({ ...ALL, ...WORLD }), name: `${alb}-from-0-0-0-0-0` },
      /admits 0\.0\.0\.0\/0 on all protocols$/,
    ],
    "another port of a load balancer": [{ ...single(tcp(8080, WORLD)), name: `${alb}-from-x` }, /on tcp 8080$/],
    "a range between the public ports": [
      { ...single({ protocol: "tcp", from: 80, to: 443, ...WORLD }), name: alb },
      /on tcp 80-443$/,
    ],
    "UDP on a load balancer": [
      { ...single({ protocol: "udp", from: 443, to: 443, ...WORLD }), name: alb },
      /on udp 443$/,
    ],
    "ICMP from the world": [single({ protocol: "icmp", from: -1, to: -1, ...WORLD }), /on icmp$/],
    "half of the internet": [single(tcp(443, { ipv4: "128.0.0.0/1" })), /admits 128\.0\.0\.0\/1/],
    "a name that only contains the load balancer's": [
      { ...single(tcp(443, WORLD)), name: "album-alb2" },
      /on tcp 443$/,
    ],
    "the old port once others are configured": [{ ...single(tcp(443, WORLD)), name: "gateway" }, /on tcp 443$/],
  },
  unknown: {
    "an unknown block": [
      single(tcp(443, { ipv4: unknown })),
      /^not provable: the source of the rule is known only after/,
    ],
    "rules that are unknown as a whole": [
      { ...inline([]), props: { ingress: unknown } },
      /not provable: the source of ingress\[0\]/,
    ],
    "an unknown block in a list": [inline(tcp(443, { ipv4: unknown })), /not provable: the source of ingress\[0\]/],
  },
  config: Object.fromEntries(
    ["a configured port of a configured group", "the old port once others are configured"].map((name) => [
      name,
      { allowedPorts: [8443], loadBalancers: ["*::gateway"] },
    ]),
  ),
});

describeRule(sgNoAdminPorts, {
  complies: {
    "SSH from another group": single(tcp(22, { group: "sg-bastion" })),
    "CouchDB from a group that is unknown": single(tcp(5984, { group: unknown })),
    "another port from a block": single(tcp(443, PRIVATE)),
    "ICMP from a block": single({ protocol: "icmp", from: 8, to: 0, ...PRIVATE }),
    "egress to a database": single(tcp(5432, { ...EGRESS, ...PRIVATE })),
  },
  violates: {
    "SSH from the world": [single(tcp(22, WORLD)), /^the rule opens 22 \(SSH\) to 0\.0\.0\.0\/0$/],
    "SSH from a private block": [single(tcp(22, PRIVATE)), /opens 22 \(SSH\) to 10\.0\.0\.0\/8$/],
    "RDP from the world in IPv6": [single(tcp(3389, { ipv6: "::/0" })), /3389 \(RDP\) to ::\/0$/],
    "a range that contains a port": [
      single({ protocol: "tcp", from: 5000, to: 6000, ...PRIVATE }),
      /opens 5432 \(PostgreSQL\), 5984 \(CouchDB\), 5986/,
    ],
    "all protocols": [single({ ...ALL, ...PRIVATE }), /opens 22 \(SSH\), 3306/],
    "the protocol by its number": [classic({ protocol: "6", from: 27017, to: 27017, ...PRIVATE }), /27017 \(MongoDB\)/],
    "a prefix list": [single(tcp(3306, { prefixList: "pl-office" })), /3306 \(MySQL\) to pl-office$/],
    "a classic rule": [classic(tcp(6379, PRIVATE)), /6379 \(Redis\)/],
    "an inline rule": [inline(tcp(9100, PRIVATE)), /^ingress\[0\] opens 9100/],
    "a rule without ports": [single({ protocol: "tcp", ...PRIVATE }), /opens 22/],
    "a port from a block that is unknown": [
      single(tcp(22, { ipv4: unknown })),
      /22 \(SSH\) to addresses known only after deployment$/,
    ],
  },
  unknown: {
    "an unknown port": [single(tcp(unknown, PRIVATE)), /^not provable: a port of the rule/],
    "an unknown protocol": [
      single({ protocol: unknown, from: 80, to: 80, ...PRIVATE }),
      /not provable: a port of the rule/,
    ],
  },
});

describeRule(sgNoAllProtocolIngress, {
  complies: {
    "a named protocol": single(tcp(443, PRIVATE)),
    "a protocol by its number": classic({ protocol: "17", from: 53, to: 53, ...PRIVATE }),
    "all protocols on the way out": single({ ...EGRESS, ...ALL, ...WORLD }),
    "a group without rules": inline([]),
    "another type": { type: "aws:ec2/vpc:Vpc", props: { ipProtocol: "-1" } },
  },
  violates: {
    "all protocols from a block": [single({ ...ALL, ...PRIVATE }), /^the rule admits all protocols$/],
    "all protocols from a group": [single({ ...ALL, group: "sg-1" }), /admits all protocols$/],
    "a classic rule": [classic({ ...ALL, group: "sg-1" }), /admits all protocols$/],
    "the word all": [classic({ protocol: "all", group: "sg-1" }), /admits all protocols$/],
    "-1 as a number": [inline({ protocol: -1, ...PRIVATE }), /^ingress\[0\] admits all protocols$/],
    "a rule that names no protocol": [inline(PRIVATE), /admits all protocols$/],
    "the rule that AWS gives the default group": [
      {
        type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        props: { ingress: [{ protocol: "-1", self: true }] },
      },
      /ingress\[0\] admits all protocols/,
    ],
  },
  unknown: {
    "an unknown protocol": [single({ ...PRIVATE, protocol: unknown }), /^not provable: the protocol of the rule/],
  },
});

const range = (from: unknown, to: unknown, rest = {}) => ({ protocol: "tcp", from, to, ...rest });
describeRule(sgNoWidePortRange, {
  complies: {
    "one port": single(tcp(443, PRIVATE)),
    "a hundred ports": single(range(8000, 8099, PRIVATE)),
    "the dynamic host ports of ECS, from the load balancer's group": single(range(32768, 65535, { group: unknown })),
    "a wide range on the way out": single(range(0, 65535, { ...EGRESS, ...PRIVATE })),
    "all protocols: that is another rule's": single({ ...ALL, ...PRIVATE }),
    "protocols without ports": single({ protocol: "icmp", from: -1, to: -1, ...PRIVATE }),
  },
  violates: {
    "a hundred and one ports": [single(range(8000, 8100, PRIVATE)), /^the rule opens 101 ports: tcp 8000-8100$/],
    "every TCP port from a group": [single(range(0, 65535, { group: "sg-1" })), /opens 65536 ports/],
    "dynamic ports from a block": [single(range(32768, 65535, PRIVATE)), /opens 32768 ports/],
    "dynamic ports from a group and a block": [
      inline({ ...range(32768, 65535, PRIVATE), group: "sg-1" }),
      /ingress\[0\] opens/,
    ],
    "a classic rule": [classic(range(1, 1024, PRIVATE)), /opens 1024 ports/],
    UDP: [single({ ...range(1, 1024, PRIVATE), protocol: "udp" }), /udp 1-1024$/],
    "TCP without ports, which limits nothing": [single({ protocol: "tcp", ...PRIVATE }), /opens 65536 ports/],
  },
  unknown: { "an unknown port": [single(range(80, unknown, PRIVATE)), /^not provable: a port of the rule/] },
});

const described = { description: "HTTPS from the office" };
describeRule(sgRuleDescribed, {
  complies: {
    "a described rule": single(tcp(443, { ...PRIVATE, ...described })),
    "a described egress rule": single(tcp(443, { ...PRIVATE, ...described, ...EGRESS })),
    "a described group with a described rule": inline(tcp(443, { ...PRIVATE, ...described })),
    "a description that is unknown": single(tcp(443, { ...PRIVATE, description: unknown })),
    "a default group, which has no description": {
      type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      props: {},
    },
  },
  violates: {
    "a rule without one": [single(tcp(443, PRIVATE)), /^the rule has no description$/],
    "an empty one": [single(tcp(443, { ...PRIVATE, description: " " })), /the rule has no description/],
    "an egress rule without one": [single(tcp(443, { ...PRIVATE, ...EGRESS })), /the rule has no description/],
    "a classic rule": [classic(tcp(443, PRIVATE)), /the rule has no description/],
    "an inline rule": [
      inline([tcp(443, { ...PRIVATE, ...described }), tcp(80, { ...PRIVATE, ...EGRESS })]),
      /^egress\[0\] has no description$/,
    ],
    "a group without one": [
      { type: "aws:ec2/securityGroup:SecurityGroup", props: {} },
      /the group has no description of its own/,
    ],
    "what tools write": [
      { type: "aws:ec2/securityGroup:SecurityGroup", props: { description: "Managed by Terraform" } },
      /no description of its own/,
    ],
    "a number": [single(tcp(443, { ...PRIVATE, description: 7 })), /has no description/],
  },
});

describeRule(sgNoUnrestrictedEgress, {
  complies: {
    "HTTPS to the world": single(tcp(443, { ...EGRESS, ...WORLD })),
    "everything to another group": single({ ...EGRESS, ...ALL, group: "sg-1" }),
    "everything to a private block": single({ ...EGRESS, ...ALL, ...PRIVATE }),
    "HTTPS to a block that is unknown": single(tcp(443, { ...EGRESS, ipv4: unknown })),
    "ingress: that is another rule's": single({ ...ALL, ...WORLD }),
    "ping to the world": single({ ...EGRESS, protocol: "icmp", from: 8, to: 0, ...WORLD }),
  },
  violates: {
    "everything to the world": [
      single({ ...EGRESS, ...ALL, ...WORLD }),
      /^the rule lets all protocols out to 0\.0\.0\.0\/0$/,
    ],
    "everything to the world in IPv6": [single({ ...EGRESS, ...ALL, ipv6: "::/0" }), /all protocols out to ::\/0$/],
    "every TCP port to the world": [single({ ...EGRESS, ...range(0, 65535), ...WORLD }), /lets tcp 0-65535 out/],
    "a classic rule": [classic({ ...EGRESS, ...ALL, ...WORLD }), /all protocols out/],
    "the rule that AWS adds to new groups": [
      inline({ ...EGRESS, protocol: "-1", from: 0, to: 0, ...WORLD }),
      /^egress\[0\] lets all protocols/,
    ],
    "the default group": [inline({ ...EGRESS, ...ALL, ...WORLD }, "DefaultSecurityGroup"), /egress\[0\]/],
  },
  unknown: {
    "everything to a block that is unknown": [
      single({ ...EGRESS, ...ALL, ipv4: unknown }),
      /^not provable: the destination of the rule/,
    ],
    "unknown ports to the world": [
      single({ ...EGRESS, ...range(unknown, 80), ...WORLD }),
      /^not provable: a port of the rule/,
    ],
  },
});
