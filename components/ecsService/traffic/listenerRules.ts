import * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import type { RouteArgs } from "../args";
import type { TestTrafficArgs } from "../deploymentArgs";
import type { TargetGroups } from "./index";

/** Leads the requests of the route to the service. */
export function createProductionRule(
  scope: Scope,
  listener: aws.lb.Listener,
  route: RouteArgs,
  targetGroups: TargetGroups,
): aws.lb.ListenerRule {
  return createRule(scope, "route", listener, route.priority, conditionsOf(route), targetGroups);
}

/**
 * Leads those requests of the route that carry the test header: before the route's rule, on the same listener, so that
 * tests use the same names and certificate as everybody.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html
 */
export function createTestRule(
  scope: Scope,
  listener: aws.lb.Listener,
  route: RouteArgs,
  { priority, header, value }: TestTrafficArgs,
  targetGroups: TargetGroups,
): aws.lb.ListenerRule {
  const conditions = [...conditionsOf(route), { httpHeader: { httpHeaderName: header, values: [value] } }];
  return createRule(scope, "test-route", listener, priority, conditions, targetGroups);
}

type Conditions = aws.types.input.lb.ListenerRuleCondition[];

function conditionsOf({ hosts = [], paths = [] }: RouteArgs): Conditions {
  return [
    ...(hosts.length > 0 ? [{ hostHeader: { values: hosts } }] : []),
    ...(paths.length > 0 ? [{ pathPattern: { values: paths } }] : []),
  ];
}

function createRule(
  scope: Scope,
  part: string,
  listener: aws.lb.Listener,
  priority: number,
  conditions: Conditions,
  targetGroups: TargetGroups,
): aws.lb.ListenerRule {
  const [primary, alternate] = targetGroups;
  const common = { listenerArn: listener.arn, priority, conditions, ...scope.common(part) };
  if (!alternate) {
    const actions = [{ type: "forward", targetGroupArn: primary.group.arn }];
    return new aws.lb.ListenerRule(scope.id(part), { ...common, actions }, scope.child);
  }
  // ECS refuses deployments unless the rule knows both groups, and moves the weights with each: from then on they are ECS's.
  const weights = targetGroups.map(({ place, group }) => ({ arn: group.arn, weight: place === "primary" ? 1 : 0 }));
  const actions = [{ type: "forward", forward: { targetGroups: weights } }];
  return new aws.lb.ListenerRule(
    scope.id(part),
    { ...common, actions },
    { ...scope.child, ignoreChanges: ["actions"] },
  );
}
