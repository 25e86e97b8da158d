import type * as aws from "../shared/aws";
import { createAlarm } from "../shared/alarm";
import type { Scope } from "../shared/scope";
import type { AlarmsArgs } from "./args";
import type { Cluster, ClusterInstances } from "./cluster";
import { WAITING_TASKS } from "./instances";
import type { LoadBalancer } from "./loadBalancer";
import type { Network } from "./network";

const FIVE_MINUTES = 300;

/** What the alarms watch. */
export interface Watched {
  network: Network;
  cluster: Cluster;
  loadBalancer?: LoadBalancer;
}

/** The alarms of the environment's shared parts; services bring their own. */
export function createAlarms(scope: Scope, args: AlarmsArgs, watched: Watched, topic: aws.sns.Topic): void {
  const { network, cluster, loadBalancer } = watched;
  if (loadBalancer) watchLoadBalancer(scope, args, loadBalancer, topic);
  const { instances } = cluster;
  if (instances) watchInstances(scope, { cluster: cluster.cluster, instances }, topic);
  for (const [index, gatewayId] of network.natGatewayIds.entries()) {
    const common = {
      namespace: "AWS/NATGateway",
      dimensions: { NatGatewayId: gatewayId },
      statistic: "Sum",
      comparison: "GreaterThanThreshold",
      periodSeconds: FIVE_MINUTES,
      missingData: "notBreaching",
    } as const;
    createAlarm(scope, `nat-${index + 1}-ports`, topic, {
      ...common,
      description: "The NAT gateway has no free ports: connections to the internet fail",
      metric: "ErrorPortAllocation",
      threshold: 0,
      periods: 1,
    });
    createAlarm(scope, `nat-${index + 1}-drops`, topic, {
      ...common,
      description: "The NAT gateway drops packets",
      metric: "PacketsDropCount",
      // A few drops come with every gateway; AWS starts to look at more than 0.01 % of the traffic.
      threshold: 1000,
      periods: 3,
    });
  }
}

function watchLoadBalancer(scope: Scope, args: AlarmsArgs, { loadBalancer }: LoadBalancer, topic: aws.sns.Topic): void {
  const common = {
    namespace: "AWS/ApplicationELB",
    dimensions: { LoadBalancer: loadBalancer.arnSuffix },
    comparison: "GreaterThanThreshold",
    periodSeconds: FIVE_MINUTES,
    missingData: "notBreaching",
  } as const;
  const errors = args.serverErrors ?? 10;
  createAlarm(scope, "alb-errors", topic, {
    ...common,
    description: "The load balancer itself answers with 5xx: no healthy target, or targets that do not answer",
    metric: "HTTPCode_ELB_5XX_Count",
    statistic: "Sum",
    threshold: errors,
    periods: 1,
  });
  createAlarm(scope, "target-errors", topic, {
    ...common,
    description: "The applications answer with 5xx",
    metric: "HTTPCode_Target_5XX_Count",
    statistic: "Sum",
    threshold: errors,
    periods: 1,
  });
  createAlarm(scope, "latency", topic, {
    ...common,
    description: "One request in a hundred waits too long for its answer",
    metric: "TargetResponseTime",
    statistic: "p99",
    threshold: args.latencySeconds ?? 2,
    periods: 3,
  });
  createAlarm(scope, "rejected", topic, {
    ...common,
    description: "The load balancer refuses connections: it is at its limit",
    metric: "RejectedConnectionCount",
    statistic: "Sum",
    threshold: 0,
    periods: 1,
  });
}

function watchInstances(
  scope: Scope,
  { cluster, instances }: { cluster: aws.ecs.Cluster; instances: ClusterInstances },
  topic: aws.sns.Topic,
): void {
  const common = { periodSeconds: FIVE_MINUTES, periods: 3, missingData: "notBreaching" } as const;
  createAlarm(scope, WAITING_TASKS, topic, {
    ...common,
    description: "Tasks wait for instances: the cluster needs more than it has and does not get them",
    namespace: "AWS/ECS/ManagedScaling",
    metric: "CapacityProviderReservation",
    dimensions: { ClusterName: cluster.name, CapacityProviderName: instances.provider },
    statistic: "Minimum",
    comparison: "GreaterThanThreshold",
    threshold: 100,
  });
  // A group of a fixed size is always at its maximum.
  if (instances.minSize === instances.maxSize) return;
  createAlarm(scope, "instances-at-maximum", topic, {
    ...common,
    description: "The cluster has as many instances as it may have: it cannot grow with the load",
    namespace: "AWS/AutoScaling",
    metric: "GroupInServiceInstances",
    dimensions: { AutoScalingGroupName: instances.groupName },
    statistic: "Maximum",
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: instances.maxSize,
  });
}
