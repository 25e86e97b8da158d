import { matches } from "../../pattern";
import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, shown, UNKNOWN } from "../../values";
import { LISTENER, protocolOf } from "./types";

interface Options {
  readonly policies: readonly string[];
}

const ENCRYPTED: readonly unknown[] = ["HTTPS", "TLS"];

export const listenerTlsPolicy: ResourceRule<Options> = {
  name: "listener-tls-policy",
  description: "Listeners for HTTPS and TLS name a security policy that begins with TLS 1.2.",
  why: "Without a name AWS takes ELBSecurityPolicy-2016-08, which still speaks TLS 1.0 and 1.1.",
  fix: 'Set `sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06"`, or one of the others that are allowed.',
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown policy could allow TLS 1.0; where it is allowed, the protocol may be unknown.",
  topics: ["load-balancer", "encryption"],
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
  types: LISTENER,
  options: {
    policies: {
      type: "array",
      items: { type: "string", minLength: 1 },
      minItems: 1,
      // Names begin with the oldest version that is spoken: post-quantum, FIPS and restricted variants follow it.
      default: [
        "ELBSecurityPolicy-TLS13-1-3-*",
        "ELBSecurityPolicy-TLS13-1-2-*",
        "ELBSecurityPolicy-TLS-1-2-*",
        "ELBSecurityPolicy-FS-1-2-*",
      ],
      description: "Names of the security policies that are allowed; * stands for any characters",
    },
  },
  check({ props }, { policies }): Finding[] {
    const protocol = protocolOf(props);
    if (protocol !== UNKNOWN && !ENCRYPTED.includes(protocol)) return [];
    const policy = at(props, "sslPolicy");
    if (typeof policy === "string" && policies.some((pattern) => matches(pattern, policy))) return [];
    if (policy === UNKNOWN) return [notProvable("sslPolicy", "which versions of TLS it speaks")];
    if (protocol === UNKNOWN) return [notProvable("protocol", "whether it needs a security policy")];
    return [{ message: `sslPolicy is ${shown(policy)}, allowed: ${policies.join(", ")}` }];
  },
};
