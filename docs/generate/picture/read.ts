import { layOutSubnets, type Tier } from "../../../components/environment/subnets";
import type { PolicyReport } from "../../../plan/model";
import { UNKNOWN } from "../../../plan/values";
import type {
  AdmissionModel,
  ClusterModel,
  DatabaseModel,
  LoadBalancerModel,
  NetworkModel,
  PictureModel,
  RegionModel,
  ServiceModel,
} from "./model";
import { type PictureResource, PictureResources, type PlannedStack } from "./resources";

/**
 * Reads from a stack's plan what its picture shows.
 *
 * @throws Error if the stack does not have exactly one new network and one cluster
 */
export function readPicture(stack: PlannedStack): PictureModel {
  const resources = new PictureResources(stack);
  const region = resources.one("awsx:ec2:Vpc").inputs.region!;
  return {
    environment: resources.environment,
    region,
    label: stack.label,
    resources: resources.count,
    policies: policyLines(stack.policy),
    network: readNetwork(resources),
    cluster: readCluster(resources),
    loadBalancer: readLoadBalancer(resources),
    database: readDatabase(resources),
    exits: readExits(resources),
    healthChecks: resources.all("aws:route53/healthCheck:HealthCheck").map(({ name, inputs }) => ({
      name: name.replace("health-", ""),
      url: `${inputs.port === 443 ? "https" : "http"}://${inputs.fqdn}${inputs.resourcePath}`,
      intervalSeconds: inputs.requestInterval!,
    })),
    regions: readRegions(resources, region),
    forwarders: readForwarders(resources),
    buckets: readBuckets(resources),
  };
}

function policyLines({ packs }: PolicyReport): string[] {
  return packs.map(
    ({ name, version, passed, rules }) => `${name} ${version}: ${passed} of ${rules} rules without findings`,
  );
}

function readNetwork(resources: PictureResources): NetworkModel {
  const { inputs } = resources.one("awsx:ec2:Vpc");
  const cidr = inputs.cidrBlock!;
  const zones = inputs.availabilityZoneNames!;
  const specs = Object.fromEntries(inputs.subnetSpecs!.map((spec) => [spec.name, spec])) as Record<
    Tier,
    { type: string; cidrMask: number }
  >;
  const { public: outer, application, database } = specs;
  const prefixes = { public: outer.cidrMask, application: application.cidrMask, database: database.cidrMask };
  const ranges = layOutSubnets(cidr, zones, prefixes)!;
  const range = (zone: string, tier: Tier) => ranges.find((each) => each.zone === zone && each.tier === tier)!.cidr;
  const gateways = { None: 0, Single: 1, OnePerAz: zones.length }[inputs.natGateways!.strategy];
  return {
    cidr,
    zones: zones.map((name, index) => ({
      name,
      natGateway: index < gateways,
      subnets: {
        public: range(name, "public"),
        application: range(name, "application"),
        database: range(name, "database"),
      },
    })),
    databaseReachesInternet: database.type === "Private",
    flowLogs: resources.all("aws:ec2/flowLog:FlowLog")[0]?.inputs.trafficType,
    gatewayEndpoints: endpoints(resources, "Gateway"),
    interfaceEndpoints: endpoints(resources, "Interface"),
    endpointClients: readEndpointClients(resources),
  };
}

/** Names of the services, e.g. `ecr.api` of `com.amazonaws.us-west-2.ecr.api`. */
function endpoints(resources: PictureResources, type: "Gateway" | "Interface"): string[] {
  return resources
    .all("aws:ec2/vpcEndpoint:VpcEndpoint")
    .filter(({ inputs }) => inputs.vpcEndpointType === type)
    .map(({ inputs }) => inputs.serviceName!.split(`.${inputs.region}.`)[1]!);
}

function readCluster(resources: PictureResources): ClusterModel {
  const { inputs } = resources.one("aws:ecs/cluster:Cluster");
  const templates = resources.all("aws:ec2/launchTemplate:LaunchTemplate");
  const providers = resources.one("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders").inputs;
  return {
    name: inputs.name!,
    instances: resources.all("aws:autoscaling/group:Group").map((group) => ({
      type: templates.find(({ urn }) => group.sources.launchTemplate?.includes(urn))!.inputs.instanceType!,
      min: group.inputs.minSize,
      max: group.inputs.maxSize,
    })),
    fargate: providers.capacityProviders!.filter((provider) => provider !== UNKNOWN),
    insights: inputs.settings?.find(({ name }) => name === "containerInsights")?.value,
    services: readServices(resources),
  };
}

function readServices(resources: PictureResources): ServiceModel[] {
  const targets = resources.all("aws:appautoscaling/target:Target");
  return resources.all("aws:ecs/service:Service").map(({ urn, name, inputs }) => {
    const limits = targets.find(({ sources }) => sources.resourceId?.includes(urn))?.inputs;
    return {
      name,
      tasks: limits ? `${limits.minCapacity}–${limits.maxCapacity}` : `${inputs.desiredCount}`,
      strategy: inputs.deploymentConfiguration!.strategy!.toLowerCase().replace("_", "/"),
    };
  });
}

function readLoadBalancer(resources: PictureResources): LoadBalancerModel | undefined {
  const [loadBalancer] = resources.all("aws:lb/loadBalancer:LoadBalancer");
  if (!loadBalancer) return undefined;
  const { urn, inputs, sources } = loadBalancer;
  const [group = ""] = sources.securityGroups ?? [];
  const rules = resources
    .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    .filter((rule) => rule.inputs.cidrIpv4 !== undefined && rule.sources.securityGroupId?.includes(group));
  return {
    name: inputs.name!,
    internal: inputs.internal!,
    locked: inputs.enableDeletionProtection!,
    domains: resources
      .all("aws:route53/record:Record")
      .filter((record) => record.sources.aliases?.includes(urn))
      .map((record) => record.inputs.name),
    webAcl: resources
      .all("aws:wafv2/webAclAssociation:WebAclAssociation")
      .find((association) => association.sources.resourceArn?.includes(urn))
      // arn:…:regional/webacl/NAME/ID
      ?.inputs.webAclArn.split("/")[2],
    entrances: grouped(rules, (rule) => rule.inputs.cidrIpv4!).map(([cidr, of]) => ({ cidr, ports: portsOf(of) })),
    targets: admissions(resources, ({ sources: { referencedSecurityGroupId: from, securityGroupId: to } }) =>
      from?.includes(group) ? to : undefined,
    ),
    listeners: resources
      .all("aws:lb/listener:Listener")
      .map((listener) => ({
        port: listener.inputs.port!,
        protocol: listener.inputs.protocol!,
        tls: listener.inputs.sslPolicy?.replace("ELBSecurityPolicy-", ""),
        answer: answerOf(listener),
      }))
      .sort((a, b) => a.port - b.port),
  };
}

function answerOf({ inputs }: PictureResource<"aws:lb/listener:Listener">): string {
  const { type, redirect, fixedResponse } = inputs.defaultActions[0]!;
  if (redirect) return `redirect to ${redirect.protocol} ${redirect.port}`;
  return fixedResponse ? `${fixedResponse.statusCode} unless a rule matches` : type;
}

function readDatabase(resources: PictureResources): DatabaseModel | undefined {
  const [database] = resources.all("slipway:index:CouchDb");
  const [attachment] = resources.all("aws:ec2/volumeAttachment:VolumeAttachment");
  if (!database || !attachment) return undefined;
  const { instanceId, volumeId } = attachment.sources;
  const instance = resources.all("aws:ec2/instance:Instance").find(({ urn }) => instanceId?.includes(urn))!;
  const volume = resources.all("aws:ebs/volume:Volume").find(({ urn }) => volumeId?.includes(urn))!;
  const groups = instance.sources.vpcSecurityGroupIds ?? [];
  return {
    name: database.name,
    instanceType: instance.inputs.instanceType!,
    volume: `${volume.inputs.type} volume of ${volume.inputs.size} GiB`,
    locked: volume.locked,
    clients: admissions(resources, ({ sources: { referencedSecurityGroupId: from, securityGroupId: to } }) =>
      to?.some((group) => groups.includes(group)) ? from : undefined,
    ),
  };
}

function readEndpointClients(resources: PictureResources): AdmissionModel[] {
  const endpointGroups = resources
    .all("aws:ec2/vpcEndpoint:VpcEndpoint")
    .flatMap(({ sources }) => sources.securityGroupIds ?? []);
  return admissions(resources, ({ sources: { referencedSecurityGroupId: from, securityGroupId: to } }) =>
    to?.some((group) => endpointGroups.includes(group)) ? from : undefined,
  );
}

/** The rules for which `groupOf` gives a group's URN, by that group. */
function admissions(
  resources: PictureResources,
  groupOf: (rule: PictureResource<"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule">) => string[] | undefined,
): AdmissionModel[] {
  const rules = resources
    .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    .filter((rule) => groupOf(rule) !== undefined);
  return grouped(rules, (rule) => resources.shortName(groupOf(rule)![0]!)).map(([group, of]) => ({
    group,
    ports: portsOf(of),
  }));
}

function readExits(resources: PictureResources): string[] {
  const rules = resources.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
  return portsOf(rules.filter(({ inputs }) => inputs.cidrIpv4 !== undefined));
}

/** Ports, or ranges of ports, in ascending order, each once. */
function portsOf(rules: { inputs: { fromPort?: number; toPort?: number } }[]): string[] {
  const ports = rules.map(({ inputs: { fromPort = 0, toPort = 65535 } }) => ({ fromPort, toPort }));
  const texts = ports
    .sort((a, b) => a.fromPort - b.fromPort)
    .map(({ fromPort, toPort }) => (fromPort === toPort ? `${fromPort}` : `${fromPort}–${toPort}`));
  return [...new Set(texts)];
}

function readRegions(resources: PictureResources, home: string): RegionModel[] {
  const topics = resources.all("aws:sns/topic:Topic");
  const names = new Set([home, ...topics.map(({ inputs }) => inputs.region!)]);
  const subscriptions = resources.all("aws:sns/topicSubscription:TopicSubscription");
  const alarms = resources.all("aws:cloudwatch/metricAlarm:MetricAlarm");
  return [...names].map((name) => {
    const here = <T extends { inputs: { region?: string } }>(all: T[]) =>
      all.filter(({ inputs }) => inputs.region === name);
    return {
      name,
      topics: here(topics).map((topic) => ({
        name: topic.name,
        subscribers: subscriptions.filter(({ sources }) => sources.topic?.includes(topic.urn)).length,
        encrypted: topic.inputs.kmsMasterKeyId !== undefined,
      })),
      alarms: grouped(here(alarms), ({ sources }) => resources.shortName(sources.alarmActions?.[0] ?? "")).map(
        ([topic, of]) => ({ topic, names: of.map(({ name: alarm }) => alarm) }),
      ),
      keys: here(resources.all("aws:kms/key:Key")).map((key) => ({
        name: key.name,
        rotated: key.inputs.enableKeyRotation ?? false,
        locked: key.locked,
      })),
      logGroups: here(resources.all("aws:cloudwatch/logGroup:LogGroup")).map((group) => ({
        name: group.name,
        days: group.inputs.retentionInDays!,
      })),
    };
  });
}

function readForwarders(resources: PictureResources): PictureModel["forwarders"] {
  const topics = resources.all("aws:sns/topic:Topic");
  const subscriptions = resources.all("aws:sns/topicSubscription:TopicSubscription");
  return resources.all("aws:lambda/function:Function").flatMap(({ urn, name, inputs, sources }) => {
    const from = subscriptions.find((subscription) => subscription.sources.endpoint?.includes(urn))?.sources.topic?.[0];
    const to = topics.find((topic) => sources.environment?.includes(topic.urn));
    return from && to ? [{ name, region: inputs.region!, from: resources.shortName(from), to: to.name }] : [];
  });
}

function readBuckets(resources: PictureResources): PictureModel["buckets"] {
  const lifecycles = resources.all("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
  return resources.all("aws:s3/bucket:Bucket").map(({ urn, name, locked }) => {
    const rules = lifecycles.find(({ sources }) => sources.bucket?.includes(urn))?.inputs.rules ?? [];
    const days = rules.flatMap(({ expiration }) => expiration?.days ?? []);
    return { name, expirationDays: days.length > 0 ? Math.max(...days) : undefined, locked };
  });
}

function grouped<T>(items: T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups];
}
