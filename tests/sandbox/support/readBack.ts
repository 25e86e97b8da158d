import { DescribeAutoScalingGroupsCommand, type AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import { DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand, type LogGroup } from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import { DescribeClustersCommand, type Cluster } from "@aws-sdk/client-ecs";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { clientsFor, type Clients } from "./clients";
import { readFileSystem } from "./readFileSystem";
import { readRouting, readService, type ServiceOutputs } from "./readServices";

/** Outputs of a stack that the tests read. */
export interface Outputs {
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly applicationSubnetIds: string[];
  readonly databaseSubnetIds: string[];
  readonly applicationSecurityGroupId: string;
  readonly loadBalancerSecurityGroupId: string;
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  readonly clusterName: string;
  readonly clusterArn: string;
  /** Of the container instances, where there are any. */
  readonly capacityProvider?: string;
  readonly operationsTopicArn: string;
  readonly buildTopicArn: string;
  readonly services?: Readonly<Record<string, ServiceOutputs>>;
  readonly fileSystems?: Readonly<Record<string, { readonly fileSystemId: string }>>;
}

/** A subnet and where its route table sends traffic to the internet. */
export interface SubnetFacts {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
  /** What the default route leads to, e.g. `igw-…`; undefined without one. */
  readonly internet: string | undefined;
}

/** A topic and who gets its messages. */
export interface TopicFacts {
  readonly attributes: Readonly<Record<string, string>>;
  /** `protocol endpoint` of each subscription. */
  readonly subscriptions: string[];
}

export type Facts = Awaited<ReturnType<typeof readBack>>;

/** Reads back from the emulated account what a stack has built in it. */
export async function readBack(port: number, region: string, outputs: Outputs, prefix: string) {
  const here = clientsFor(port, region);
  const virginia = clientsFor(port, "us-east-1");
  const instances = outputs.capacityProvider ? await instancesOf(here, prefix) : undefined;
  const checkAlarms = (await alarmsOf(virginia, prefix)).filter(({ Namespace }) => Namespace === "AWS/Route53");
  const checkTopics = [...new Set(checkAlarms.flatMap((alarm) => alarm.AlarmActions!))];
  const listeners = await here.elb.send(new elb.DescribeListenersCommand({ LoadBalancerArn: outputs.loadBalancerArn }));
  const routing = await readRouting(here, outputs.listenerArn, outputs.loadBalancerArn);
  return {
    outputs,
    vpcCidr: await vpcCidrOf(here, outputs.vpcId),
    natGateways: await natGatewaysOf(here, outputs.vpcId),
    subnets: {
      public: await subnetsOf(here, outputs.publicSubnetIds),
      application: await subnetsOf(here, outputs.applicationSubnetIds),
      database: await subnetsOf(here, outputs.databaseSubnetIds),
    },
    cluster: await clusterOf(here, outputs.clusterArn),
    instances,
    images: {
      x86_64: await parameterOf(here, "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"),
      arm64: await parameterOf(here, "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"),
    },
    rules: {
      application: await rulesOf(here, outputs.applicationSecurityGroupId),
      loadBalancer: await rulesOf(here, outputs.loadBalancerSecurityGroupId),
      instances: instances && (await rulesOf(here, instances.template.SecurityGroupIds![0]!)),
    },
    listeners: listeners.Listeners!,
    operations: await topicOf(here, outputs.operationsTopicArn),
    build: await topicOf(here, outputs.buildTopicArn),
    alarms: (await alarmsOf(here, prefix)).filter(({ Namespace }) => Namespace !== "AWS/Route53"),
    checkAlarms,
    checkTopics: Object.fromEntries(
      await Promise.all(checkTopics.map(async (arn) => [arn, await topicOf(virginia, arn)] as const)),
    ),
    forwarderTarget: await environmentOf(virginia, `${prefix}-health-forwarder`, "TARGET_TOPIC_ARN"),
    services: await mapValues(outputs.services, (one) => readService(here, outputs.clusterName, one, routing)),
    fileSystems: await mapValues(outputs.fileSystems, ({ fileSystemId }) => readFileSystem(here, fileSystemId)),
    logGroups: (await logGroupsOf(here)).filter(({ logGroupName }) => logGroupName!.includes(prefix)),
  };
}

async function vpcCidrOf({ ec2: c }: Clients, vpcId: string): Promise<string> {
  return (await c.send(new ec2.DescribeVpcsCommand({ VpcIds: [vpcId] }))).Vpcs![0]!.CidrBlock!;
}

async function natGatewaysOf({ ec2: c }: Clients, vpcId: string): Promise<string[]> {
  const Filter = [{ Name: "vpc-id", Values: [vpcId] }];
  return (await c.send(new ec2.DescribeNatGatewaysCommand({ Filter }))).NatGateways!.map((one) => one.NatGatewayId!);
}

async function subnetsOf({ ec2: c }: Clients, ids: string[]): Promise<SubnetFacts[]> {
  const { Subnets } = await c.send(new ec2.DescribeSubnetsCommand({ SubnetIds: ids }));
  return Promise.all(
    Subnets!.map(async ({ SubnetId, AvailabilityZone, CidrBlock }) => {
      const Filters = [{ Name: "association.subnet-id", Values: [SubnetId!] }];
      const { RouteTables } = await c.send(new ec2.DescribeRouteTablesCommand({ Filters }));
      const routes = RouteTables!.flatMap((table) => table.Routes!);
      const route = routes.find((one) => one.DestinationCidrBlock === "0.0.0.0/0");
      return {
        id: SubnetId!,
        zone: AvailabilityZone!,
        cidr: CidrBlock!,
        internet: route && (route.NatGatewayId ?? route.GatewayId),
      };
    }),
  );
}

async function clusterOf({ ecs }: Clients, arn: string): Promise<Cluster> {
  const include = ["SETTINGS" as const, "CONFIGURATIONS" as const];
  return (await ecs.send(new DescribeClustersCommand({ clusters: [arn], include }))).clusters![0]!;
}

async function instancesOf(clients: Clients, prefix: string) {
  const { AutoScalingGroups } = await clients.autoScaling.send(new DescribeAutoScalingGroupsCommand());
  const group = AutoScalingGroups!.find((one) => one.AutoScalingGroupName!.startsWith(prefix))!;
  return { group, template: await templateOf(clients, group) };
}

async function templateOf({ ec2: c }: Clients, group: AutoScalingGroup): Promise<ec2.ResponseLaunchTemplateData> {
  const { LaunchTemplateId, Version } = group.LaunchTemplate!;
  const command = new ec2.DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [Version!] });
  return (await c.send(command)).LaunchTemplateVersions![0]!.LaunchTemplateData!;
}

async function parameterOf({ ssm }: Clients, Name: string): Promise<string> {
  return (await ssm.send(new GetParameterCommand({ Name }))).Parameter!.Value!;
}

/** `in tcp 443 from 0.0.0.0/0`, `out tcp 8080 to sg-…` for each rule of a security group, in order. */
async function rulesOf({ ec2: c }: Clients, groupId: string): Promise<string[]> {
  const Filters = [{ Name: "group-id", Values: [groupId] }];
  const { SecurityGroupRules } = await c.send(new ec2.DescribeSecurityGroupRulesCommand({ Filters }));
  const lines = SecurityGroupRules!.map((rule) => {
    const ports = rule.FromPort === rule.ToPort ? `${rule.FromPort}` : `${rule.FromPort}-${rule.ToPort}`;
    const peer = rule.CidrIpv4 ?? rule.ReferencedGroupInfo!.GroupId!;
    return `${rule.IsEgress ? "out" : "in"} ${rule.IpProtocol} ${ports} ${rule.IsEgress ? "to" : "from"} ${peer}`;
  });
  return lines.sort();
}

async function topicOf({ sns }: Clients, arn: string): Promise<TopicFacts> {
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: arn }));
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: arn }));
  const subscriptions = Subscriptions!.map(({ Protocol, Endpoint }) => `${Protocol} ${Endpoint}`).sort();
  return { attributes: Attributes!, subscriptions };
}

async function alarmsOf({ cloudWatch }: Clients, prefix: string): Promise<MetricAlarm[]> {
  return (await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: `${prefix}-` }))).MetricAlarms!;
}

/** A variable in the environment of a function; undefined without the function. */
async function environmentOf({ lambda }: Clients, name: string, variable: string): Promise<string | undefined> {
  const { Functions } = await lambda.send(new ListFunctionsCommand());
  return Functions!.find(({ FunctionName }) => FunctionName === name)?.Environment!.Variables![variable];
}

async function logGroupsOf({ logs }: Clients): Promise<LogGroup[]> {
  return (await logs.send(new DescribeLogGroupsCommand())).logGroups!;
}

/** The facts about each of several things that may be none. */
async function mapValues<T, R>(map: Readonly<Record<string, T>> = {}, read: (one: T) => Promise<R>) {
  const entries = Object.entries(map).map(async ([name, one]) => [name, await read(one)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
