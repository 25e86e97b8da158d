import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../shared/alarm";
import type { Scope } from "../shared/scope";
import type { EcsServiceArgs, ScalingArgs, ServerErrorScalingArgs } from "./args";
import type { Traffic } from "./traffic";

/** Seconds until tasks may be added or removed again: capacity comes quickly and goes slowly. */
const COOLDOWN = { scaleOutCooldown: 60, scaleInCooldown: 300 };

/** What every resource of Application Auto Scaling says of the service. */
type Target = Pick<aws.appautoscaling.Target, "resourceId" | "scalableDimension" | "serviceNamespace">;

/** Lets the number of tasks follow the load, within limits. */
export function createScaling(
  scope: Scope,
  args: EcsServiceArgs,
  scaling: ScalingArgs,
  service: aws.ecs.Service,
  traffic: Traffic | undefined,
): void {
  const { cpuPercent, memoryPercent, requestsPerTarget, serverErrors, schedules = [] } = scaling;
  const part = "scaling";
  const { resourceId, scalableDimension, serviceNamespace } = new aws.appautoscaling.Target(
    scope.id(part),
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: pulumi.interpolate`service/${args.environment.cluster.cluster.name}/${service.name}`,
      minCapacity: scaling.min,
      maxCapacity: scaling.max,
      ...scope.common(part),
    },
    // Schedules write new limits: an update at noon must not bring back those of the night.
    { ...scope.child, ignoreChanges: schedules.length > 0 ? ["minCapacity", "maxCapacity"] : [] },
  );
  const target: Target = { resourceId, scalableDimension, serviceNamespace };
  const follow = (reason: string, targetValue: number, metric: TrackedMetric) =>
    followMetric(scope, target, `scaling-${reason}`, targetValue, metric);

  if (cpuPercent !== undefined) follow("cpu", cpuPercent, predefined("ECSServiceAverageCPUUtilization"));
  if (memoryPercent !== undefined) follow("memory", memoryPercent, predefined("ECSServiceAverageMemoryUtilization"));
  if (requestsPerTarget !== undefined) follow("requests", requestsPerTarget, requestsMetric(traffic!));
  if (serverErrors) addOnErrors(scope, args, target, serverErrors, traffic!);
  for (const { name, cron, timezone = "UTC", min, max } of schedules) {
    new aws.appautoscaling.ScheduledAction(
      scope.id(`scaling-${name}`),
      {
        name,
        ...target,
        schedule: `cron(${cron})`,
        timezone,
        scalableTargetAction: { minCapacity: min, maxCapacity: max },
        region: scope.region,
      },
      scope.child,
    );
  }
}

/** The metric that a policy holds at its target value. */
type TrackedMetric = Omit<aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfiguration, "targetValue">;

function followMetric(
  scope: Scope,
  target: Target,
  part: string,
  targetValue: number,
  metric: TrackedMetric,
): aws.appautoscaling.Policy {
  return new aws.appautoscaling.Policy(
    scope.id(part),
    {
      name: scope.id(part),
      policyType: "TargetTrackingScaling",
      ...target,
      targetTrackingScalingPolicyConfiguration: { targetValue, ...metric, ...COOLDOWN },
      region: scope.region,
    },
    scope.child,
  );
}

function predefined(predefinedMetricType: string, resourceLabel?: pulumi.Output<string>): TrackedMetric {
  return { predefinedMetricSpecification: { predefinedMetricType, ...(resourceLabel && { resourceLabel }) } };
}

/**
 * Requests per task. AWS's own metric for it names one target group, and knows nothing once a deployment has moved the
 * traffic to the other: then it is the larger of both, where a group without tasks has no data and does not count.
 */
function requestsMetric({ loadBalancer, targetGroups }: Traffic): TrackedMetric {
  const [primary, alternate] = targetGroups;
  if (!alternate) {
    const label = pulumi.interpolate`${loadBalancer.arnSuffix}/${primary.group.arnSuffix}`;
    return predefined("ALBRequestCountPerTarget", label);
  }
  const metrics = targetGroups.map(({ place, group }) => ({
    id: place,
    metricStat: {
      metric: {
        namespace: "AWS/ApplicationELB",
        metricName: "RequestCountPerTarget",
        dimensions: [{ name: "TargetGroup", value: group.arnSuffix }],
      },
      stat: "Sum",
    },
    returnData: false,
  }));
  const result = {
    id: "requests",
    label: "Requests per task and minute",
    expression: "MAX([primary, alternate])",
    returnData: true,
  };
  return { customizedMetricSpecification: { metrics: [...metrics, result] } };
}

/** Adds tasks while the application answers with 5xx. That takes none away again: another reason has to. */
function addOnErrors(
  scope: Scope,
  { environment }: EcsServiceArgs,
  target: Target,
  { threshold, add = 1 }: ServerErrorScalingArgs,
  { loadBalancer, targetGroups }: Traffic,
): void {
  const part = "scaling-errors";
  const policy = new aws.appautoscaling.Policy(
    scope.id(part),
    {
      name: scope.id(part),
      policyType: "StepScaling",
      ...target,
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        metricAggregationType: "Maximum",
        cooldown: COOLDOWN.scaleOutCooldown,
        stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: add }],
      },
      region: scope.region,
    },
    scope.child,
  );
  for (const { place, group } of targetGroups) {
    createAlarm(scope, `${part}-${place}`, environment.topics.operations, {
      description: `The application answers with 5xx: ${add} more ${add === 1 ? "task is" : "tasks are"} started`,
      namespace: "AWS/ApplicationELB",
      metric: "HTTPCode_Target_5XX_Count",
      dimensions: { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: group.arnSuffix },
      statistic: "Sum",
      comparison: "GreaterThanOrEqualToThreshold",
      threshold,
      periodSeconds: 60,
      periods: 1,
      missingData: "notBreaching",
      actions: [policy.arn],
    });
  }
}
