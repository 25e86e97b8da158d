import * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import type { FleetArgs } from "../fleetArgs";

/** Hook that holds a new instance back until it says that it is ready. */
export const READY_HOOK = "ready";

/** Hook that gives an instance time to finish its work. */
export const DRAIN_HOOK = "drain";

/** A lifecycle hook of a group. */
interface Hook {
  name: string;
  lifecycleTransition: string;
  heartbeatTimeout: number;
  defaultResult: "ABANDON" | "CONTINUE";
}

/**
 * The hooks of a fleet: an instance that never becomes ready is given up, one that does not say that it is done ends anyway.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html
 */
export function hooksOf({ readySeconds, drainSeconds }: FleetArgs): Hook[] {
  return [
    ...(readySeconds
      ? [
          {
            name: READY_HOOK,
            lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
            heartbeatTimeout: readySeconds,
            defaultResult: "ABANDON" as const,
          },
        ]
      : []),
    ...(drainSeconds
      ? [
          {
            name: DRAIN_HOOK,
            lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
            heartbeatTimeout: drainSeconds,
            defaultResult: "CONTINUE" as const,
          },
        ]
      : []),
  ];
}

/** Keeps the hooks as they are given: those that a group is made with, for its first instances, AWS never changes. */
export function createHooks(scope: Scope, args: FleetArgs, group: aws.autoscaling.Group): void {
  for (const hook of hooksOf(args)) {
    new aws.autoscaling.LifecycleHook(
      scope.id(`${args.name}-${hook.name}`),
      { autoscalingGroupName: group.name, region: scope.region, ...hook },
      scope.child,
    );
  }
}
