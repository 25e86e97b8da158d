import { albAccessLogs } from "../../policy/rules/elb/albAccessLogs";
import { albDeletionProtection } from "../../policy/rules/elb/albDeletionProtection";
import { albDropInvalidHeaders } from "../../policy/rules/elb/albDropInvalidHeaders";
import { albWafAssociated } from "../../policy/rules/elb/albWafAssociated";
import { listenerHttpsOnly } from "../../policy/rules/elb/listenerHttpsOnly";
import { listenerTlsPolicy } from "../../policy/rules/elb/listenerTlsPolicy";
import { tgDeregistrationDelaySet } from "../../policy/rules/elb/tgDeregistrationDelaySet";
import { describeRule } from "../support/describeRule";
import { unknown, urnOf, type Described } from "../support/policy";

type Props = Record<string, unknown>;
const balancer = (props: Props, module = "lb"): Described => ({
  type: `aws:${module}/loadBalancer:LoadBalancer`,
  name: "alb",
  props,
});

const logging = (accessLogs?: unknown) => balancer({ accessLogs });
describeRule(albAccessLogs, {
  complies: {
    "logs in a bucket that is new": logging({ enabled: true, bucket: unknown }),
    "the module's other name": balancer({ accessLogs: { enabled: true, bucket: "logs" } }, "alb"),
    "a network load balancer": balancer({ loadBalancerType: "network" }),
    "a gateway load balancer": balancer({ loadBalancerType: "gateway" }),
    "a classic load balancer, which is another type": { type: "aws:elb/loadBalancer:LoadBalancer", props: {} },
  },
  violates: {
    "no logs": [balancer({}), /^accessLogs\.enabled is not set, allowed: true$/],
    "a bucket without the switch": [logging({ bucket: "logs" }), /accessLogs\.enabled is not set/],
    "logs that are off": [logging({ enabled: false, bucket: "logs" }), /accessLogs\.enabled is false/],
    "the module's other name": [balancer({}, "alb"), /not set/],
    "the names of older providers": [
      [balancer({}, "elasticloadbalancingv2"), balancer({}, "applicationloadbalancing")],
      /not set/,
      /not set/,
    ],
    "the type by name": [balancer({ loadBalancerType: "application" }), /not set/],
    "a type that is unknown": [balancer({ loadBalancerType: unknown }), /not set/],
    "settings that are a list": [logging([{ enabled: true }]), /not set/],
  },
  unknown: {
    "an unknown switch": [logging({ enabled: unknown }), /accessLogs\.enabled/],
    "settings that are unknown": [logging(unknown), /accessLogs\.enabled/],
  },
});

const headers = (dropInvalidHeaderFields?: unknown, module?: string) => balancer({ dropInvalidHeaderFields }, module);
describeRule(albDropInvalidHeaders, {
  complies: {
    "invalid fields are dropped": headers(true),
    "the module's other name": headers(true, "alb"),
    "a network load balancer, which sees no headers": balancer({ loadBalancerType: "network" }),
  },
  violates: {
    "the default": [headers(), /^dropInvalidHeaderFields is not set, allowed: true$/],
    "fields that are kept": [headers(false), /dropInvalidHeaderFields is false/],
    "a text": [headers("true"), /dropInvalidHeaderFields is "true"/],
    "the module's other name": [headers(false, "alb"), /is false/],
    "the name of an older provider": [headers(undefined, "applicationloadbalancing"), /not set/],
    "a type that is unknown": [balancer({ loadBalancerType: unknown }), /not set/],
  },
  unknown: { "an unknown switch": [headers(unknown), /^not provable: dropInvalidHeaderFields/] },
});

const protection = (enableDeletionProtection?: unknown, module?: string) =>
  balancer({ enableDeletionProtection }, module);
describeRule(albDeletionProtection, {
  complies: {
    "a protected one": protection(true),
    "the module's other name": protection(true, "alb"),
    "a network load balancer": balancer({ loadBalancerType: "network" }),
  },
  violates: {
    "the default": [protection(), /^enableDeletionProtection is not set, allowed: true$/],
    "one that may go": [protection(false), /enableDeletionProtection is false/],
    null: [protection(null), /not set/],
    "a number": [protection(1), /enableDeletionProtection is 1/],
    "the module's other name": [protection(false, "alb"), /is false/],
    "the name of an older provider": [protection(false, "elasticloadbalancingv2"), /is false/],
  },
  unknown: { "an unknown switch": [protection(unknown), /^not provable: enableDeletionProtection/] },
});

const association = (props: Props = { resourceArn: unknown }, to?: Described, module = "wafv2"): Described => ({
  type: `aws:${module}/webAclAssociation:WebAclAssociation`,
  name: "acl",
  props,
  dependsOn: to ? { resourceArn: [urnOf(to)] } : {},
});
const alb = balancer({});
describeRule(albWafAssociated, {
  complies: {
    "an association with a new load balancer": [alb, association(undefined, alb)],
    "an association by ARN": [balancer({ id: "arn:alb" }), association({ resourceArn: "arn:alb" })],
    "a regional association of the old kind": [alb, association(undefined, alb, "wafregional")],
    "the module's other name": [balancer({}, "alb"), association(undefined, balancer({}, "alb"))],
    "an internal load balancer": [balancer({ internal: true })],
    "a network load balancer": [balancer({ loadBalancerType: "network" })],
    "one that is internal for all that is known, with an association": [
      balancer({ internal: unknown }),
      association(undefined, balancer({})),
    ],
  },
  violates: {
    "no association": [[alb], /^alb: no web ACL is associated$/],
    "an association with something else": [[alb, association({ resourceArn: "arn:api" })], /^alb: no web ACL/],
    "an association of unknown target": [[alb, association()], /^alb: no web ACL/],
    "one that says it faces the internet": [[balancer({ internal: false })], /^alb: no web ACL/],
    "the module's other name": [[balancer({}, "alb")], /^alb: no web ACL/],
    "the second of two": [[alb, association(undefined, alb), { ...balancer({}), name: "other" }], /^other: no web ACL/],
  },
  unknown: { "one that may be internal": [[balancer({ internal: unknown })], /alb\.internal can't be known/] },
});

const REDIRECT = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };
const FORWARD = { type: "forward", targetGroupArn: unknown };
const listener = (props: Props, module = "lb"): Described => ({
  type: `aws:${module}/listener:Listener`,
  name: "listener",
  props,
});
const http = (...defaultActions: unknown[]) => listener({ port: 80, protocol: "HTTP", defaultActions });
const rule = (of: Described, ...actions: unknown[]): Described => ({
  type: of.type.replace("listener:Listener", "listenerRule:ListenerRule"),
  name: "rule",
  props: { listenerArn: unknown, actions },
  dependsOn: { listenerArn: [urnOf(of)] },
});
const https = listener({ port: 443, protocol: "HTTPS", defaultActions: [FORWARD] });
describeRule(listenerHttpsOnly, {
  complies: {
    "HTTP that redirects, and HTTPS that forwards": [http(REDIRECT), { ...https, name: "https" }],
    "a rule of an HTTPS listener that forwards": [https, rule(https, FORWARD)],
    "a rule of an HTTP listener that redirects": [http(REDIRECT), rule(http(), REDIRECT)],
    "a network listener": [listener({ port: 80, protocol: "TCP", defaultActions: [FORWARD] })],
    "a gateway's listener, which has no port": [listener({ defaultActions: [FORWARD] })],
    "a rule of somebody else's listener": [rule({ ...https, name: "elsewhere" }, FORWARD)],
  },
  violates: {
    "HTTP that forwards": [http(FORWARD), /^defaultActions\[0\]\.type is "forward", allowed: "redirect"$/],
    "HTTP that answers": [http({ type: "fixed-response" }), /type is "fixed-response"/],
    "a redirect that stays with HTTP": [
      http({ type: "redirect", redirect: { port: "8080", statusCode: "HTTP_301" } }),
      /^defaultActions\[0\]\.redirect\.protocol is not set, allowed: "HTTPS"$/,
    ],
    "the module's other name": [
      listener({ port: 80, protocol: "HTTP", defaultActions: [FORWARD] }, "alb"),
      /type is "forward"/,
    ],
    "the name of an older provider": [
      listener({ port: 80, protocol: "HTTP", defaultActions: [FORWARD] }, "applicationloadbalancing"),
      /type is "forward"/,
    ],
    "a port without a protocol, which is HTTP": [listener({ port: 8080, defaultActions: [FORWARD] }), /"forward"/],
    "a protocol in small letters": [listener({ protocol: "http", defaultActions: [FORWARD] }), /"forward"/],
    "the second action": [http(REDIRECT, FORWARD), /^defaultActions\[1\]\.type is "forward"/],
    "a rule that forwards beside a redirect": [
      [http(REDIRECT), rule(http(), FORWARD)],
      /^rule: actions\[0\]\.type is "forward", allowed: "redirect"$/,
    ],
    "actions that make no sense": [http(null, { type: 7 }), /\[0\]\.type is not set/, /\[1\]\.type is 7/],
  },
  unknown: {
    "an unknown protocol": [
      listener({ protocol: unknown, defaultActions: [FORWARD] }),
      /^listener: not provable: protocol is known only after deployment/,
    ],
    "an unknown action": [http({ type: unknown }), /^listener: not provable: defaultActions\[0\]\.type/],
    "an unknown target of a redirect": [
      http({ type: "redirect", redirect: { protocol: unknown } }),
      /^listener: not provable: defaultActions\[0\]\.redirect\.protocol/,
    ],
    "an unknown action of a rule": [
      [http(REDIRECT), rule(http(), { type: unknown })],
      /^rule: not provable: actions\[0\]\.type/,
    ],
  },
});

const tls = (sslPolicy?: unknown, protocol: unknown = "HTTPS", module?: string) =>
  listener({ port: 443, protocol, sslPolicy }, module);
describeRule(listenerTlsPolicy, {
  complies: {
    "TLS 1.2 and 1.3": tls("ELBSecurityPolicy-TLS13-1-2-2021-06"),
    "TLS 1.3 alone": tls("ELBSecurityPolicy-TLS13-1-3-2021-06"),
    FIPS: tls("ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04"),
    "post-quantum": tls("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"),
    "TLS 1.2 with forward secrecy": tls("ELBSecurityPolicy-FS-1-2-Res-2020-10"),
    "a network listener": tls("ELBSecurityPolicy-TLS-1-2-2017-01", "TLS"),
    "HTTP and TCP, which have none": [tls(undefined, "HTTP"), tls(undefined, "TCP")],
    "a gateway's listener": listener({}),
    "a protocol that is unknown": tls("ELBSecurityPolicy-TLS13-1-2-2021-06", unknown),
    "what a stack allows": tls("ELBSecurityPolicy-2016-08"),
  },
  violates: {
    "AWS's default": [tls(), /^sslPolicy is not set, allowed: ELBSecurityPolicy-TLS13-1-3-\*, /],
    "TLS 1.0": [tls("ELBSecurityPolicy-2016-08"), /sslPolicy is "ELBSecurityPolicy-2016-08"/],
    "TLS 1.3 down to 1.0": [tls("ELBSecurityPolicy-TLS13-1-0-PQ-2025-09"), /TLS13-1-0-PQ-2025-09"/],
    "TLS 1.1": [tls("ELBSecurityPolicy-TLS13-1-1-2021-06"), /TLS13-1-1-2021-06"/],
    "forward secrecy with TLS 1.0": [tls("ELBSecurityPolicy-FS-2018-06"), /FS-2018-06"/],
    "a network listener": [tls("ELBSecurityPolicy-TLS-1-1-2017-01", "TLS"), /TLS-1-1-2017-01"/],
    "the module's other name": [tls(undefined, "https", "alb"), /not set/],
    "the name of an older provider": [tls(undefined, "HTTPS", "elasticloadbalancingv2"), /not set/],
    "a list": [tls(["ELBSecurityPolicy-TLS13-1-2-2021-06"]), /sslPolicy is a list/],
    "what a stack does not allow": [tls("ELBSecurityPolicy-TLS13-1-2-2021-06"), /allowed: ELBSecurityPolicy-2016-08$/],
  },
  unknown: {
    "an unknown policy": [tls(unknown), /^not provable: sslPolicy/],
    "an unknown protocol without a policy": [tls(undefined, unknown), /^not provable: protocol/],
  },
  config: Object.fromEntries(
    ["what a stack allows", "what a stack does not allow"].map((name) => [
      name,
      { policies: ["ELBSecurityPolicy-2016-08"] },
    ]),
  ),
});

const group = (props: Props, module = "lb") => ({ type: `aws:${module}/targetGroup:TargetGroup`, props });
const delay = (deregistrationDelay?: unknown, module?: string) => group({ deregistrationDelay }, module);
describeRule(tgDeregistrationDelaySet, {
  complies: {
    "thirty seconds": delay(30),
    "one second": delay(1),
    "a text, as older providers have it": delay("60"),
    "the module's other name": delay(30, "alb"),
    "functions, which do not drain": group({ targetType: "lambda" }),
  },
  violates: {
    "AWS's default": [delay(), /^deregistrationDelay is not set, allowed: seconds, 1 or more$/],
    "requests that are cut off": [delay(0), /deregistrationDelay is 0,/],
    "zero as a text": [delay("0"), /deregistrationDelay is "0"/],
    "a negative number": [delay(-1), /is -1/],
    "a word": [delay("long"), /is "long"/],
    "a list": [delay([30]), /is a list/],
    "the module's other name": [delay(undefined, "alb"), /not set/],
    "the name of an older provider": [delay(0, "applicationloadbalancing"), /is 0/],
  },
  unknown: { "an unknown number": [delay(unknown), /deregistrationDelay/] },
});
