import * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import type { EcsServiceArgs, RouteArgs } from "../args";

/** The provider takes six characters before the ones that make a name unique. */
const MAX_PREFIX_LENGTH = 6;

/** A target group of a service, by ECS's word for its place: the primary is there whatever the strategy. */
export interface TargetGroup {
  place: "primary" | "alternate";
  group: aws.lb.TargetGroup;
}

/** A target group of the tasks' addresses, with the application's own health check. */
export function createTargetGroup(
  scope: Scope,
  place: TargetGroup["place"],
  { name, environment }: EcsServiceArgs,
  { healthCheck, deregistrationDelaySeconds = 30, slowStartSeconds = 0 }: RouteArgs,
): TargetGroup {
  const group = new aws.lb.TargetGroup(
    scope.id(place),
    {
      // A group with a fixed name cannot be replaced: the new one would need the name while the rule still has the old.
      namePrefix: `${name.replaceAll("-", "").slice(0, MAX_PREFIX_LENGTH - 1)}-`,
      targetType: "ip",
      protocol: "HTTP",
      // ECS registers each task with its container's port. A port of the group's own would replace the group with each change.
      port: 80,
      vpcId: environment.network.vpcId,
      deregistrationDelay: deregistrationDelaySeconds,
      slowStart: slowStartSeconds,
      healthCheck: {
        enabled: true,
        protocol: "HTTP",
        port: "traffic-port",
        path: healthCheck.path,
        matcher: healthCheck.matcher ?? "200",
        interval: healthCheck.intervalSeconds ?? 15,
        timeout: healthCheck.timeoutSeconds ?? 5,
        healthyThreshold: healthCheck.healthyThreshold ?? 2,
        unhealthyThreshold: healthCheck.unhealthyThreshold ?? 3,
      },
      ...scope.common(place),
    },
    scope.child,
  );
  return { place, group };
}
