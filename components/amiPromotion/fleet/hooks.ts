import type { FleetArgs } from "../fleetArgs";

/** Hook that holds a new instance back until it says that it is ready. */
export const READY_HOOK = "ready";

/** Hook that gives an instance time to finish its work. */
export const DRAIN_HOOK = "drain";

/** A lifecycle hook that is there before the group's first instance. */
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
export function createHooks({ readySeconds, drainSeconds }: FleetArgs): Hook[] {
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
