/**
 * How a new version of the service replaces the old one, by ECS's own deployment controller. A service may change between
 * the strategies that move traffic at any time; between them and `rolling` it cannot: the listener rule is ECS's with the
 * former, and knows one target group with the latter. Add a service of another name and priority, and remove the old one.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
 */
export type DeploymentArgs = RollingArgs | BlueGreenArgs | CanaryArgs | LinearArgs;

/** Tasks are replaced a few at a time. A circuit breaker and the service's alarms stop a bad version and roll it back. */
export interface RollingArgs {
  strategy: "rolling";
  /**
   * Share (0–100 %) of the desired tasks that keep running. 0 with `maximumPercent: 100` never lets two versions run
   * together, for what must be alone with its files.
   *
   * @default 100
   */
  minimumHealthyPercent?: number;
  /**
   * Share (100–200 %) of the desired tasks that may run meanwhile; more than `minimumHealthyPercent`.
   *
   * @default 200
   */
  maximumPercent?: number;
}

/** What the strategies have in common that start a second set of tasks and move the traffic to it. They need a route. */
export interface TrafficShiftArgs {
  /**
   * Minutes (0–1440) that both sets run after all traffic has moved, with alarms watched. The second set bills meanwhile.
   *
   * @default 5
   */
  bakeMinutes?: number;
  /**
   * Header that leads a request to the new version before the others, on a listener rule of its own.
   *
   * @default - no test traffic
   */
  testTraffic?: TestTrafficArgs;
  /**
   * Points at which the deployment waits for somebody's word, announced on the build topic.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
   *
   * @default []
   */
  pauses?: PauseArgs[];
}

/** All traffic moves at once. */
export interface BlueGreenArgs extends TrafficShiftArgs {
  strategy: "blueGreen";
}

/** A part of the traffic moves first, the rest later. */
export interface CanaryArgs extends TrafficShiftArgs {
  strategy: "canary";
  /** Share (0.1–100 %) of the traffic that moves first. */
  canaryPercent: number;
  /**
   * Minutes (0–1440) until the rest follows.
   *
   * @default 10
   */
  canaryBakeMinutes?: number;
}

/** The traffic moves in equal steps. */
export interface LinearArgs extends TrafficShiftArgs {
  strategy: "linear";
  /** Share (3–100 %) of the traffic that moves with each step. */
  stepPercent: number;
  /**
   * Minutes (0–1440) between two steps.
   *
   * @default 6
   */
  stepBakeMinutes?: number;
}

/** Test traffic for a version that is not in production yet. */
export interface TestTrafficArgs {
  /** Order (1–50000) of its listener rule: unique, and below that of the route. */
  priority: number;
  /** Name of the header, e.g. `x-version`. */
  header: string;
  /** Value of the header, e.g. `next`. */
  value: string;
}

/** A point at which a deployment waits. */
export interface PauseArgs {
  /**
   * - `beforeNewTasks`: nothing has been started
   * - `afterNewTasks`: the new tasks are healthy and have no traffic
   * - `afterTestTraffic`: test traffic reaches them
   * - `afterProductionTraffic`: all traffic reaches them, the old tasks still run
   */
  at: "beforeNewTasks" | "afterNewTasks" | "afterTestTraffic" | "afterProductionTraffic";
  /** Minutes (1–20160) to wait for `aws ecs continue-service-deployment`. */
  timeoutMinutes: number;
  /**
   * What happens without a word.
   *
   * @default "rollback"
   */
  onTimeout?: "rollback" | "continue";
}
