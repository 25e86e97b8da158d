import type { Environment } from "../../environment";
import * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import type { FleetRouteArgs } from "../fleetArgs";

/** How requests reach instances. */
export interface FleetTraffic {
  targetGroup: aws.lb.TargetGroup;
  rule: aws.lb.ListenerRule;
}

/** AWS's limit for names of target groups. */
const MAX_NAME_LENGTH = 32;

/** A target group of instances that ask the application itself for its health, behind a rule of the environment's listener. */
export function createTraffic(
  scope: Scope,
  { name }: { name: string },
  route: FleetRouteArgs,
  environment: Environment,
): FleetTraffic {
  const { hosts = [], paths = [], stickySeconds } = route;
  const targetGroup = new aws.lb.TargetGroup(
    scope.id(name),
    {
      name: scope.context.name(name, MAX_NAME_LENGTH),
      vpcId: environment.network.vpcId,
      targetType: "instance",
      protocol: "HTTP",
      port: route.port,
      deregistrationDelay: route.deregistrationDelaySeconds ?? 60,
      healthCheck: {
        path: route.healthCheckPath,
        matcher: route.healthCheckMatcher ?? "200",
        interval: 15,
        timeout: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      ...(stickySeconds && { stickiness: { type: "lb_cookie", cookieDuration: stickySeconds } }),
      ...scope.common(name),
    },
    scope.child,
  );
  const rule = new aws.lb.ListenerRule(
    scope.id(name),
    {
      listenerArn: environment.loadBalancer!.listener.arn,
      priority: route.priority,
      conditions: [
        ...(hosts.length > 0 ? [{ hostHeader: { values: hosts } }] : []),
        ...(paths.length > 0 ? [{ pathPattern: { values: paths } }] : []),
      ],
      actions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      ...scope.common(name),
    },
    scope.child,
  );
  return { targetGroup, rule };
}
