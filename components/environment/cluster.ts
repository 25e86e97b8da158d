import * as aws from "../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../shared/logRetention";
import type { Scope } from "../shared/scope";
import type { ClusterArgs } from "./args";
import { createInstances } from "./instances";

/** The container instances of a cluster. */
export interface ClusterInstances {
  /** Name of their capacity provider, once the cluster has it; services name it in their strategy. */
  provider: pulumi.Output<string>;
  /** Name of their Auto Scaling group. */
  groupName: pulumi.Output<string>;
  minSize: number;
  maxSize: number;
}

/** An ECS cluster with its capacity. */
export interface Cluster {
  cluster: aws.ecs.Cluster;
  /** Its capacity providers: whatever runs tasks waits for them, and on destroy goes before them. */
  providers: aws.ecs.ClusterCapacityProviders;
  /** Name of the log group that records shells in containers. */
  execLogGroup: pulumi.Output<string>;
  /** Undefined where Fargate is all there is. */
  instances?: ClusterInstances;
}

/** Where container instances run. */
export interface ClusterPlacement {
  subnetIds: pulumi.Output<string[]>;
  securityGroupId: pulumi.Output<string>;
}

const FARGATE = ["FARGATE", "FARGATE_SPOT"];

/** A cluster with Fargate and, where `args.instances` asks for it, EC2 capacity that grows and shrinks with the tasks. */
export function createCluster(
  scope: Scope,
  args: ClusterArgs,
  placement: ClusterPlacement,
  retentionInDays: LogRetentionDays,
): Cluster {
  const name = scope.id("cluster");
  const insights = args.containerInsights ?? "enhanced";
  // Container Insights would create its log group itself, without an end to what it keeps.
  const execLogGroup = createLogGroup(scope, "ecs-exec", scope.id("ecs-exec"), retentionInDays);
  const logGroups = [
    execLogGroup,
    ...(insights === "disabled"
      ? []
      : [createLogGroup(scope, "insights", `/aws/ecs/containerinsights/${name}/performance`, retentionInDays)]),
  ];
  const cluster = new aws.ecs.Cluster(
    name,
    {
      name,
      settings: [{ name: "containerInsights", value: insights }],
      configuration: {
        executeCommandConfiguration: {
          logging: "OVERRIDE",
          logConfiguration: { cloudWatchLogGroupName: execLogGroup.name },
        },
      },
      ...scope.common("cluster"),
    },
    { ...scope.child, dependsOn: logGroups },
  );
  if (!args.instances) {
    const providers = attachProviders(scope, cluster, FARGATE, "FARGATE");
    return { cluster, providers, execLogGroup: execLogGroup.name };
  }
  const group = createInstances(scope, { ...args.instances, ...placement, clusterName: cluster.name });
  const provider = new aws.ecs.CapacityProvider(
    scope.id("instances"),
    {
      autoScalingGroupProvider: {
        autoScalingGroupArn: group.arn,
        managedScaling: {
          status: "ENABLED",
          targetCapacity: args.instances.targetCapacityPercent ?? 100,
          minimumScalingStepSize: 1,
          instanceWarmupPeriod: 120,
        },
        managedTerminationProtection: "ENABLED",
        managedDraining: "ENABLED",
      },
      ...scope.common("instances"),
    },
    scope.child,
  );
  // Whoever uses the provider waits for the attachment, and on destroy the attachment goes first: a provider in use cannot.
  const providers = attachProviders(scope, cluster, [provider.name, ...FARGATE], provider.name);
  const { minSize, maxSize } = args.instances;
  return {
    cluster,
    providers,
    execLogGroup: execLogGroup.name,
    instances: { provider: providers.id.apply(() => provider.name), groupName: group.name, minSize, maxSize },
  };
}

function attachProviders(
  scope: Scope,
  cluster: aws.ecs.Cluster,
  capacityProviders: pulumi.Input<string>[],
  capacityProvider: pulumi.Input<string>,
): aws.ecs.ClusterCapacityProviders {
  return new aws.ecs.ClusterCapacityProviders(
    scope.id("cluster"),
    {
      clusterName: cluster.name,
      capacityProviders,
      defaultCapacityProviderStrategies: [{ capacityProvider, base: 0, weight: 1 }],
      region: scope.region,
    },
    scope.child,
  );
}

function createLogGroup(
  scope: Scope,
  part: string,
  name: string,
  retentionInDays: LogRetentionDays,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(scope.id(part), { name, retentionInDays, ...scope.common(part) }, scope.child);
}
