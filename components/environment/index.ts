import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseInvalid } from "../shared/problems";
import { Scope } from "../shared/scope";
import { createAlarms } from "./alarms";
import type { EnvironmentArgs } from "./args";
import { createCluster, type Cluster } from "./cluster";
import { createEndpoints } from "./endpoints";
import { createFlowLogs } from "./flowLogs";
import { createHealthChecks } from "./healthChecks";
import { createLoadBalancer, type LoadBalancer } from "./loadBalancer";
import { adoptNetwork, createNetwork, type Network } from "./network";
import { createTopics, type Topics } from "./notifications";
import { allowFromGroup, allowHttpsOut, createGroup } from "../shared/securityGroups";
import { validateEnvironment } from "./validation";

/** The security groups of an environment. */
export interface SecurityGroups {
  /** Of the load balancer, where there is one: entered on 443 and 80, leaves only to application ports. */
  loadBalancer?: aws.ec2.SecurityGroup;
  /** Of whatever runs the application: entered only from the load balancer; databases admit this group. */
  application: aws.ec2.SecurityGroup;
  /** Of the cluster's container instances, where there are any: entered by nobody. */
  instances?: aws.ec2.SecurityGroup;
}

/**
 * What every service of one environment shares: a network, an ECS cluster, a load balancer, topics and alarms.
 *
 * Bills: NAT gateways, the load balancer, instances, interface endpoints, KMS keys, alarms, health checks, logs; see each
 * argument.
 */
export class Environment extends pulumi.ComponentResource {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
  readonly cluster: Cluster;
  readonly loadBalancer?: LoadBalancer;
  readonly topics: Topics;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before any resource exists */
  constructor(name: string, args: EnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    refuseInvalid(name, validateEnvironment(args));
    super("slipway:index:Environment", name, {}, opts);
    const { context, network, logRetentionDays = 30, cluster = {} } = args;
    const scope = new Scope(name, context, this);
    const accountId = aws.getCallerIdentityOutput({}, scope.child).accountId;

    this.topics = createTopics(scope, args.notifications ?? {}, accountId);
    this.network = network.kind === "new" ? createNetwork(scope, network) : adoptNetwork(network);
    this.securityGroups = createSecurityGroups(scope, args, this.network.vpcId);
    if (network.kind === "new") {
      const { application, instances } = this.securityGroups;
      createEndpoints(scope, network, this.network, { application, ...(instances && { instances }) });
      const { flowLogs = "REJECT" } = network;
      if (flowLogs !== "none") createFlowLogs(scope, this.network.vpcId, flowLogs, logRetentionDays, accountId);
    }
    this.cluster = createCluster(
      scope,
      cluster,
      {
        subnetIds: this.network.applicationSubnetIds,
        securityGroupId: (this.securityGroups.instances ?? this.securityGroups.application).id,
      },
      logRetentionDays,
    );
    if (args.loadBalancer) {
      const group = this.securityGroups.loadBalancer!;
      this.loadBalancer = createLoadBalancer(scope, args.loadBalancer, this.network, group, accountId);
    }
    createAlarms(scope, args.alarms ?? {}, this, this.topics.operations);
    createHealthChecks(scope, args.healthChecks ?? [], this.topics, accountId, logRetentionDays);
    this.registerOutputs(this.outputs());
  }

  /** Plain ids and names of the environment, for stack outputs. */
  outputs(): Record<string, pulumi.Input<unknown>> {
    const { network, securityGroups, cluster, topics, loadBalancer: balancer } = this;
    return {
      vpcId: network.vpcId,
      publicSubnetIds: network.publicSubnetIds,
      applicationSubnetIds: network.applicationSubnetIds,
      databaseSubnetIds: network.databaseSubnetIds,
      applicationSecurityGroupId: securityGroups.application.id,
      clusterName: cluster.cluster.name,
      clusterArn: cluster.cluster.arn,
      ...(cluster.instances && { capacityProvider: cluster.instances.provider }),
      ...(balancer && {
        loadBalancerArn: balancer.loadBalancer.arn,
        loadBalancerDnsName: balancer.loadBalancer.dnsName,
        loadBalancerZoneId: balancer.loadBalancer.zoneId,
        loadBalancerSecurityGroupId: securityGroups.loadBalancer!.id,
        listenerArn: balancer.listener.arn,
      }),
      operationsTopicArn: topics.operations.arn,
      buildTopicArn: topics.build.arn,
      topicKeyArn: topics.key.arn,
    };
  }
}

function createSecurityGroups(
  scope: Scope,
  { loadBalancer, cluster, applicationPorts = [] }: EnvironmentArgs,
  vpcId: pulumi.Output<string>,
): SecurityGroups {
  const application = createGroup(scope, "application", "Applications of the environment", vpcId);
  allowHttpsOut(scope, "application", application);
  const groups: SecurityGroups = { application };
  if (loadBalancer) {
    groups.loadBalancer = createGroup(scope, "alb", "Load balancer of the environment", vpcId);
    for (const port of applicationPorts) {
      allowFromGroup(scope, {
        part: "application",
        group: application,
        from: "alb",
        source: groups.loadBalancer,
        port,
      });
    }
  }
  if (cluster?.instances) {
    groups.instances = createGroup(scope, "instances", "Container instances of the cluster", vpcId);
    allowHttpsOut(scope, "instances", groups.instances);
  }
  return groups;
}
