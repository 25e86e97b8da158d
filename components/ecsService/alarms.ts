import type * as aws from "../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createAlarm, createMathAlarm } from "../shared/alarm";
import type { Scope } from "../shared/scope";
import type { EcsServiceArgs, RouteArgs } from "./args";
import type { Traffic } from "./traffic";

const MINUTE = 60;

/** CloudWatch looks back a day at most. */
const MAX_PERIODS = 24 * 60;

/** Percent of its CPU or memory from which a service is full. */
const FULL_PERCENT = 90;

/**
 * Alarms on the requests of a service, of each of its target groups: either may have the traffic. They also stop a deployment
 * and roll it back, so they look at minutes.
 *
 * @returns the names of the alarms
 */
export function createTrafficAlarms(
  scope: Scope,
  { alarms = {}, environment }: EcsServiceArgs,
  { healthCheck }: RouteArgs,
  { loadBalancer, targetGroups }: Traffic,
): pulumi.Output<string>[] {
  const topic = environment.topics.operations;
  return targetGroups.flatMap(({ place, group }) => {
    const common = {
      namespace: "AWS/ApplicationELB",
      dimensions: { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: group.arnSuffix },
      comparison: "GreaterThanThreshold",
      periodSeconds: MINUTE,
      missingData: "notBreaching",
    } as const;
    return [
      createAlarm(scope, `${place}-errors`, topic, {
        ...common,
        description: "The application answers with 5xx",
        metric: "HTTPCode_Target_5XX_Count",
        statistic: "Sum",
        threshold: alarms.serverErrors ?? 10,
        periods: 1,
      }),
      createAlarm(scope, `${place}-latency`, topic, {
        ...common,
        description: "One request in a hundred waits too long for its answer",
        metric: "TargetResponseTime",
        statistic: "p99",
        threshold: alarms.latencySeconds ?? 2,
        periods: 3,
      }),
      createAlarm(scope, `${place}-unhealthy`, topic, {
        ...common,
        description: "A task fails the load balancer's health check, and not because it has just started",
        metric: "UnHealthyHostCount",
        statistic: "Minimum",
        threshold: 0,
        periods: unhealthyPeriods(healthCheck.gracePeriodSeconds ?? 60),
      }),
    ].map(({ name }) => name);
  });
}

/** Minutes for which a task may be unhealthy: those in which it starts, and as many again as ECS takes to replace it. */
function unhealthyPeriods(gracePeriodSeconds: number): number {
  return Math.min(Math.ceil(gracePeriodSeconds / MINUTE) + 2, MAX_PERIODS);
}

/** Alarms on the tasks of a service: too few of them, or full ones. */
export function createTaskAlarms(scope: Scope, { environment }: EcsServiceArgs, service: aws.ecs.Service): void {
  const topic = environment.topics.operations;
  const dimensions = { ClusterName: environment.cluster.cluster.name, ServiceName: service.name };
  const common = { comparison: "GreaterThanThreshold", periodSeconds: MINUTE, missingData: "notBreaching" } as const;
  for (const [part, metric] of [
    ["cpu", "CPUUtilization"],
    ["memory", "MemoryUtilization"],
  ] as const) {
    createAlarm(scope, `tasks-${part}`, topic, {
      ...common,
      description: `The tasks use more than ${FULL_PERCENT} % of their ${part === "cpu" ? "CPU" : part}`,
      namespace: "AWS/ECS",
      metric,
      dimensions,
      statistic: "Average",
      threshold: FULL_PERCENT,
      periods: 15,
    });
  }
  if (!environment.host.containerInsights) return;
  const count = { namespace: "ECS/ContainerInsights", dimensions, statistic: "Average" };
  createMathAlarm(scope, "tasks-missing", topic, {
    ...common,
    description: "Fewer tasks run than desired: they end, or find no place",
    expression: "desired - running",
    metrics: {
      desired: { ...count, metric: "DesiredTaskCount" },
      running: { ...count, metric: "RunningTaskCount" },
    },
    threshold: 0,
    periods: 10,
  });
}
