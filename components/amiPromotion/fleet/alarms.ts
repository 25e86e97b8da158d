import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../environment";
import { createAlarm } from "../../shared/alarm";
import type * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import type { FleetArgs } from "../fleetArgs";
import type { FleetTraffic } from "./traffic";

/** What the alarms of a fleet watch. */
interface Watched {
  group: aws.autoscaling.Group;
  environment: Environment;
  traffic?: FleetTraffic;
}

/**
 * The alarms of a fleet.
 *
 * @returns names of those that mean that a new image is bad; the others tell of load
 */
export function watchFleet(
  scope: Scope,
  { name, scaling, route }: FleetArgs,
  { group, environment, traffic }: Watched,
): pulumi.Output<string>[] {
  const topic = environment.topics.operations;
  if (scaling.min < scaling.max) {
    createAlarm(scope, `${name}-at-maximum`, topic, {
      description: `Fleet ${name} has as many instances as it may have: it cannot grow with the load`,
      namespace: "AWS/AutoScaling",
      metric: "GroupInServiceInstances",
      dimensions: { AutoScalingGroupName: group.name },
      statistic: "Maximum",
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: scaling.max,
      periodSeconds: 300,
      periods: 3,
      missingData: "notBreaching",
    });
  }
  if (!traffic || !route) return [];
  const dimensions = {
    LoadBalancer: environment.loadBalancer!.loadBalancer.arnSuffix,
    TargetGroup: traffic.targetGroup.arnSuffix,
  };
  const errors = createAlarm(scope, `${name}-errors`, topic, {
    description: `Fleet ${name} answers with 5xx`,
    namespace: "AWS/ApplicationELB",
    metric: "HTTPCode_Target_5XX_Count",
    dimensions,
    statistic: "Sum",
    comparison: "GreaterThanThreshold",
    threshold: route.serverErrors ?? 10,
    periodSeconds: 60,
    periods: 2,
    missingData: "notBreaching",
  });
  createAlarm(scope, `${name}-unhealthy`, topic, {
    description: `The load balancer finds instances of fleet ${name} unhealthy`,
    namespace: "AWS/ApplicationELB",
    metric: "UnHealthyHostCount",
    dimensions,
    statistic: "Minimum",
    comparison: "GreaterThanThreshold",
    threshold: 0,
    periodSeconds: 60,
    periods: 5,
    missingData: "notBreaching",
  });
  return [errors.name];
}
