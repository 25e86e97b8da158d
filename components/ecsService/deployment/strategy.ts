import type * as aws from "../../shared/aws";
import type { BlueGreenArgs, CanaryArgs, DeploymentArgs, LinearArgs, PauseArgs, RollingArgs } from "../deploymentArgs";

/** How services are deployed whose arguments do not say it. */
const ROLLING: RollingArgs = { strategy: "rolling" };

/** A deployment that starts a second set of tasks and moves the traffic to it. */
export type TrafficShift = BlueGreenArgs | CanaryArgs | LinearArgs;

const BAKE_MINUTES = 5;
const CANARY_BAKE_MINUTES = 10;
const STEP_BAKE_MINUTES = 6;

const STRATEGIES = { rolling: "ROLLING", blueGreen: "BLUE_GREEN", canary: "CANARY", linear: "LINEAR" } as const;

/** Where in ECS's life cycle of a deployment each pause is. */
export const PAUSE_STAGES: Record<PauseArgs["at"], string> = {
  beforeNewTasks: "PRE_SCALE_UP",
  afterNewTasks: "POST_SCALE_UP",
  afterTestTraffic: "POST_TEST_TRAFFIC_SHIFT",
  afterProductionTraffic: "POST_PRODUCTION_TRAFFIC_SHIFT",
};

/** The deployment as a traffic shift; undefined if tasks are replaced a few at a time. */
export function trafficShiftOf(deployment: DeploymentArgs = ROLLING): TrafficShift | undefined {
  return deployment.strategy === "rolling" ? undefined : deployment;
}

/** Points at which a deployment waits for somebody's word. */
export function pausesOf(deployment?: DeploymentArgs): PauseArgs[] {
  return trafficShiftOf(deployment)?.pauses ?? [];
}

/** How many tasks run meanwhile, in percent of the desired ones. Traffic shifts have both sets whole. */
export function percentsOf(deployment: DeploymentArgs = ROLLING): { minimum: number; maximum: number } {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = deployment.strategy === "rolling" ? deployment : {};
  return { minimum: minimumHealthyPercent, maximum: maximumPercent };
}

/** Minutes that a deployment waits by its own settings, pauses left out. ECS does not bake after a linear deployment's last step. */
export function waitingMinutes(deployment: DeploymentArgs = ROLLING): number {
  if (deployment.strategy === "rolling") return 0;
  const bake = deployment.bakeMinutes ?? BAKE_MINUTES;
  switch (deployment.strategy) {
    case "blueGreen":
      return bake;
    case "canary":
      return bake + (deployment.canaryBakeMinutes ?? CANARY_BAKE_MINUTES);
    case "linear":
      return bake + (Math.ceil(100 / deployment.stepPercent) - 1) * (deployment.stepBakeMinutes ?? STEP_BAKE_MINUTES);
  }
}

/** The strategy in ECS's terms, every default written out. */
export function deploymentConfiguration(
  deployment: DeploymentArgs = ROLLING,
): aws.ecs.ServiceArgs["deploymentConfiguration"] {
  const strategy = STRATEGIES[deployment.strategy];
  if (deployment.strategy === "rolling") return { strategy };
  const lifecycleHooks = pausesOf(deployment).map(({ at, timeoutMinutes, onTimeout = "rollback" }) => ({
    targetType: "PAUSE",
    lifecycleStages: [PAUSE_STAGES[at]],
    timeoutConfiguration: { timeoutInMinutes: String(timeoutMinutes), action: onTimeout.toUpperCase() },
  }));
  return {
    strategy,
    bakeTimeInMinutes: String(deployment.bakeMinutes ?? BAKE_MINUTES),
    ...(deployment.strategy === "canary" && {
      canaryConfiguration: {
        canaryPercent: deployment.canaryPercent,
        canaryBakeTimeInMinutes: String(deployment.canaryBakeMinutes ?? CANARY_BAKE_MINUTES),
      },
    }),
    ...(deployment.strategy === "linear" && {
      linearConfiguration: {
        stepPercent: deployment.stepPercent,
        stepBakeTimeInMinutes: String(deployment.stepBakeMinutes ?? STEP_BAKE_MINUTES),
      },
    }),
    ...(lifecycleHooks.length > 0 && { lifecycleHooks }),
  };
}
