import * as aws from "../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../shared/scope";
import type { EcsServiceArgs } from "./args";
import { capacityOf, capacityProviderStrategies, runsOnInstances } from "./capacity";
import { createDeploymentRole, type DeploymentRole } from "./deployment/role";
import { deploymentConfiguration, pausesOf, percentsOf, trafficShiftOf, waitingMinutes } from "./deployment/strategy";
import type { Discovery } from "./discovery";
import { serviceConnectConfiguration } from "./serviceConnect";
import type { Task } from "./task";
import type { Traffic } from "./traffic";

/** What a service is put together from. */
export interface ServiceParts {
  task: Pick<Task, "definition" | "logGroup">;
  securityGroup: aws.ec2.SecurityGroup;
  traffic?: Traffic;
  discovery?: Discovery;
  /** Names of the alarms that roll a deployment back. */
  alarms: pulumi.Output<string>[];
}

/** Minutes within which tasks start and become healthy, besides what the strategy waits: the provider's own measure. */
const START_MINUTES = 20;

/**
 * The ECS service. Its creation and updates wait for the deployment, so that a failed one fails `pulumi up`, and end it in
 * order when they are interrupted. Where a person decides on pauses, they only start it; so they do where a pipeline owns the
 * image, since the first one may still have to be built.
 */
export function createService(scope: Scope, args: EcsServiceArgs, parts: ServiceParts): aws.ecs.Service {
  const { environment, deployment, route, scaling, connectsTo = [] } = args;
  const { cluster, providers } = environment.cluster;
  const { task, traffic, discovery, securityGroup } = parts;
  const capacity = capacityOf(args, environment.host);
  const role = traffic && trafficShiftOf(deployment) && createDeploymentRole(scope, traffic);
  const waits = pausesOf(deployment).length === 0 && args.imageOwner !== "pipeline";
  const timeout = `${START_MINUTES + Math.ceil(waitingMinutes(deployment))}m`;
  return new aws.ecs.Service(
    scope.name,
    {
      cluster: cluster.arn,
      taskDefinition: task.definition.arn,
      desiredCount: args.desiredCount ?? scaling?.min ?? 1,
      capacityProviderStrategies: capacityProviderStrategies(capacity, environment.cluster),
      networkConfiguration: {
        subnets: environment.network.applicationSubnetIds,
        securityGroups: [securityGroup.id, environment.securityGroups.application.id],
        assignPublicIp: false,
      },
      ...(traffic && route && { loadBalancers: [loadBalancer(args, route.port, traffic, role)] }),
      ...(route && { healthCheckGracePeriodSeconds: route.healthCheck.gracePeriodSeconds ?? 60 }),
      ...(discovery?.registry && { serviceRegistries: { registryArn: discovery.registry.arn } }),
      serviceConnectConfiguration: serviceConnectConfiguration(scope, args, discovery, task.logGroup),
      ...deploymentArgs(args, parts.alarms),
      ...placementArgs(args, runsOnInstances(capacity)),
      // The provider refuses another capacity without it; any change of the service is a deployment.
      forceNewDeployment: true,
      enableExecuteCommand: args.exec ?? false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: waits,
      sigintRollback: waits,
      region: scope.region,
      tags: scope.context.tags(scope.name),
    },
    {
      ...scope.child,
      dependsOn: [
        providers,
        ...(traffic?.rules ?? []),
        ...(role ? [role.policy] : []),
        ...connectsTo.map(({ service }) => service),
      ],
      ignoreChanges: [
        ...(scaling ? ["desiredCount"] : []),
        ...(args.imageOwner === "pipeline" ? ["taskDefinition"] : []),
      ],
      // Where no two versions may run together, a service that is replaced goes first; so does one whose name in the
      // namespace of Service Connect the new one needs.
      deleteBeforeReplace: percentsOf(deployment).maximum <= 100 || discovery?.via === "serviceConnect",
      customTimeouts: { create: timeout, update: timeout },
    },
  );
}

function loadBalancer(
  { containers }: EcsServiceArgs,
  containerPort: number,
  { targetGroups: [primary, alternate], productionRule, testRule }: Traffic,
  role: DeploymentRole | undefined,
): aws.types.input.ecs.ServiceLoadBalancer {
  return {
    targetGroupArn: primary.group.arn,
    containerName: containers.find(({ ports = [] }) => ports.includes(containerPort))!.name,
    containerPort,
    ...(alternate &&
      role && {
        advancedConfiguration: {
          alternateTargetGroupArn: alternate.group.arn,
          productionListenerRule: productionRule.arn,
          ...(testRule && { testListenerRule: testRule.arn }),
          roleArn: role.role.arn,
        },
      }),
  };
}

/** The circuit breaker is for rolling deployments alone; alarms roll back any, and are there where requests are. */
function deploymentArgs(
  { deployment }: EcsServiceArgs,
  alarmNames: pulumi.Output<string>[],
): Partial<aws.ecs.ServiceArgs> {
  const { minimum, maximum } = percentsOf(deployment);
  return {
    deploymentController: { type: "ECS" },
    deploymentConfiguration: deploymentConfiguration(deployment),
    deploymentMinimumHealthyPercent: minimum,
    deploymentMaximumPercent: maximum,
    ...(!trafficShiftOf(deployment) && { deploymentCircuitBreaker: { enable: true, rollback: true } }),
    ...(alarmNames.length > 0 && { alarms: { enable: true, rollback: true, alarmNames } }),
  };
}

/**
 * Tasks on instances spread over the zones first, then fill as few instances as they can. ECS moves tasks between zones only
 * where it may start one more than desired.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
 */
function placementArgs({ deployment }: EcsServiceArgs, onInstances: boolean): Partial<aws.ecs.ServiceArgs> {
  return {
    availabilityZoneRebalancing: percentsOf(deployment).maximum > 100 ? "ENABLED" : "DISABLED",
    ...(onInstances && {
      orderedPlacementStrategies: [
        { type: "spread", field: "attribute:ecs.availability-zone" },
        { type: "binpack", field: "memory" },
      ],
    }),
  };
}
