import { Account } from "../shared/account";
import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseInvalid } from "../shared/problems";
import { Scope } from "../shared/scope";
import { createAlarms } from "./alarms";
import type { EnvironmentArgs } from "./args";
import { createCluster, type Cluster } from "./cluster";
import { databaseSiteOf, type DatabaseSite } from "./databaseSite";
import { createEndpoints } from "./endpoints";
import { createFlowLogs } from "./flowLogs";
import { createHealthChecks } from "./healthChecks";
import { hostOf, type Host } from "./host";
import { createLoadBalancer, type LoadBalancer } from "./loadBalancer";
import { adoptNetwork, createNetwork, type Network } from "./network";
import { createTopics, type Topics } from "./notifications";
import { allowHttpsOut, createGroup } from "../shared/securityGroups";
import { validateEnvironment } from "./validation";

/** The security groups of an environment. */
export interface SecurityGroups {
  /** Of the load balancer, where there is one: entered on 443 and 80, leaves only to the services behind it. */
  loadBalancer?: aws.ec2.SecurityGroup;
  /** Of whatever runs the application: entered by nobody, leaves by HTTPS; databases admit this group. */
  application: aws.ec2.SecurityGroup;
  /** Of the cluster's container instances, where there are any: entered by nobody. */
  instances?: aws.ec2.SecurityGroup;
  /** Of the interface endpoints of AWS services, where there are any: entered by the groups that use them. */
  endpoints?: aws.ec2.SecurityGroup;
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
  /** What databases may count on, before any resource exists. */
  readonly databaseSite: DatabaseSite;
  /** Where services find each other, if they do. */
  readonly namespace?: aws.servicediscovery.PrivateDnsNamespace;
  /** What services may count on, before any resource exists. */
  readonly host: Host;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before any resource exists */
  constructor(name: string, args: EnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    refuseInvalid(name, validateEnvironment(args));
    super("slipway:index:Environment", name, {}, opts);
    const { context, network, logRetentionDays = 30, cluster = {} } = args;
    const scope = new Scope(name, context, this);
    const account = new Account(scope);

    this.databaseSite = databaseSiteOf(network);
    this.host = hostOf(args);
    this.topics = createTopics(scope, args.notifications ?? {}, account);
    this.network = network.kind === "new" ? createNetwork(scope, network) : adoptNetwork(network);
    this.securityGroups = createSecurityGroups(scope, args, this.network.vpcId);
    if (network.kind === "new") {
      const { application, instances } = this.securityGroups;
      const endpoints = createEndpoints(scope, network, this.network, { application, ...(instances && { instances }) });
      if (endpoints) this.securityGroups.endpoints = endpoints;
      const { flowLogs = "REJECT" } = network;
      if (flowLogs !== "none") createFlowLogs(scope, this.network.vpcId, flowLogs, logRetentionDays, account);
    }
    if (this.host.namespace) this.namespace = createNamespace(scope, this.host.namespace, this.network.vpcId);
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
      this.loadBalancer = createLoadBalancer(scope, args.loadBalancer, this.network, group, account);
    }
    createAlarms(scope, args.alarms ?? {}, this, this.topics.operations);
    createHealthChecks(scope, args.healthChecks ?? [], this.topics, account, logRetentionDays);
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
      ...(this.namespace && { serviceNamespace: this.namespace.name }),
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

function createNamespace(
  scope: Scope,
  name: string,
  vpc: pulumi.Output<string>,
): aws.servicediscovery.PrivateDnsNamespace {
  return new aws.servicediscovery.PrivateDnsNamespace(
    scope.id("services"),
    { name, vpc, description: "Services of the environment", ...scope.common("services") },
    scope.child,
  );
}

function createSecurityGroups(
  scope: Scope,
  { loadBalancer, cluster }: EnvironmentArgs,
  vpcId: pulumi.Output<string>,
): SecurityGroups {
  const application = createGroup(scope, "application", "Applications of the environment", vpcId);
  allowHttpsOut(scope, "application", application);
  const groups: SecurityGroups = { application };
  if (loadBalancer) groups.loadBalancer = createGroup(scope, "alb", "Load balancer of the environment", vpcId);
  if (cluster?.instances) {
    groups.instances = createGroup(scope, "instances", "Container instances of the cluster", vpcId);
    allowHttpsOut(scope, "instances", groups.instances);
  }
  return groups;
}
