import { at, UNKNOWN } from "../../values";

/** The provider's modules that hold the same resources: two names of today, and two that older versions have. */
const MODULES = ["lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing"];

const tokensOf = (name: string): ReadonlySet<string> =>
  new Set(MODULES.map((module) => `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`));

/** Type tokens of one kind of resource each. */
export const LOAD_BALANCER = tokensOf("LoadBalancer");
export const LISTENER = tokensOf("Listener");
export const LISTENER_RULE = tokensOf("ListenerRule");
export const TARGET_GROUP = tokensOf("TargetGroup");

/** Whether a load balancer is an application load balancer: it is if it does not say, and may be if nobody knows yet. */
export function isApplication(props: unknown): boolean {
  const type = at(props, "loadBalancerType");
  return type === undefined || type === "application" || type === UNKNOWN;
}

/**
 * The protocol that a listener speaks to clients, in capitals. Without one it is HTTP if there is a port, as the provider has
 * it for application load balancers; those of gateway load balancers have neither.
 */
export function protocolOf(props: unknown): unknown {
  const protocol = at(props, "protocol");
  if (protocol === undefined) return at(props, "port") === undefined ? undefined : "HTTP";
  return typeof protocol === "string" ? protocol.toUpperCase() : protocol;
}
