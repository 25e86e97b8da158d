import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../environment";
import * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import type { FleetArgs } from "../fleetArgs";
import type { FleetTraffic } from "./traffic";

/** Target tracking: EC2 Auto Scaling holds the given load by changing the number of instances. */
export function createScaling(
  scope: Scope,
  { name, scaling }: FleetArgs,
  group: aws.autoscaling.Group,
  environment: Environment,
  traffic?: FleetTraffic,
): void {
  const track = (
    part: string,
    targetTrackingConfiguration: aws.autoscaling.PolicyArgs["targetTrackingConfiguration"],
  ) =>
    new aws.autoscaling.Policy(
      scope.id(`${name}-${part}`),
      {
        autoscalingGroupName: group.name,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration,
        region: scope.region,
      },
      scope.child,
    );
  if (scaling.cpuPercent) {
    track("cpu", {
      predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
      targetValue: scaling.cpuPercent,
    });
  }
  if (scaling.requestsPerTarget && traffic) {
    const { loadBalancer } = environment.loadBalancer!;
    track("requests", {
      predefinedMetricSpecification: {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: pulumi.interpolate`${loadBalancer.arnSuffix}/${traffic.targetGroup.arnSuffix}`,
      },
      targetValue: scaling.requestsPerTarget,
    });
  }
}
