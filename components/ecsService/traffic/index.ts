import type * as aws from "../../shared/aws";
import { createAliasRecord, findHostedZone } from "../../shared/hostedZone";
import type { Scope } from "../../shared/scope";
import type { EcsServiceArgs, RouteArgs } from "../args";
import { trafficShiftOf } from "../deployment/strategy";
import { createProductionRule, createTestRule } from "./listenerRules";
import { createTargetGroup, type TargetGroup } from "./targetGroup";

/** One target group or two. */
export type TargetGroups = [primary: TargetGroup, ...alternate: TargetGroup[]];

/** How the load balancer's requests reach a service. */
export interface Traffic {
  loadBalancer: aws.lb.LoadBalancer;
  /** The primary, and the alternate if deployments move the traffic from one group to the other. */
  targetGroups: TargetGroups;
  /** Rule of the listener that leads everybody's requests here. */
  productionRule: aws.lb.ListenerRule;
  /** Rule of the listener that leads test requests to the new version of a deployment. */
  testRule?: aws.lb.ListenerRule;
  /** All rules, that of production first. */
  rules: aws.lb.ListenerRule[];
}

/**
 * Target groups, listener rules and DNS records of a service.
 *
 * The listener decides by the rules alone which requests reach the service; the certificate has to cover the hosts.
 */
export function createTraffic(scope: Scope, args: EcsServiceArgs, route: RouteArgs): Traffic {
  const { loadBalancer, listener } = args.environment.loadBalancer!;
  const shift = trafficShiftOf(args.deployment);
  const targetGroups: TargetGroups = [createTargetGroup(scope, "primary", args, route)];
  if (shift) targetGroups.push(createTargetGroup(scope, "alternate", args, route));
  const productionRule = createProductionRule(scope, listener, route, targetGroups);
  const testRule = shift?.testTraffic && createTestRule(scope, listener, route, shift.testTraffic, targetGroups);
  if (route.hostedZone) {
    const zoneId = findHostedZone(scope, route.hostedZone);
    for (const host of route.hosts ?? []) createAliasRecord(scope, `dns-${host}`, zoneId, host, loadBalancer);
  }
  return {
    loadBalancer,
    targetGroups,
    productionRule,
    ...(testRule && { testRule }),
    rules: testRule ? [productionRule, testRule] : [productionRule],
  };
}
