import * as acm from "@aws-sdk/client-acm";
import * as appScaling from "@aws-sdk/client-application-auto-scaling";
import * as autoScaling from "@aws-sdk/client-auto-scaling";
import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as efs from "@aws-sdk/client-efs";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import * as events from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as lambda from "@aws-sdk/client-lambda";
import * as route53 from "@aws-sdk/client-route-53";
import * as s3 from "@aws-sdk/client-s3";
import * as discovery from "@aws-sdk/client-servicediscovery";
import * as sns from "@aws-sdk/client-sns";
import * as ssm from "@aws-sdk/client-ssm";
import type { Clients } from "./clients";

/** Names or ids. */
export type Ids = (string | undefined)[];
export type List = (clients: Clients) => Promise<Ids>;

const OF_ECS = { ServiceNamespace: appScaling.ServiceNamespace.ECS };

/** How to list every kind of resource that stacks make in a region. What AWS itself still shows as deleted is left out. */
export const REGIONAL: Record<string, List> = {
  "access point": async ({ efs: c }) =>
    (await c.send(new efs.DescribeAccessPointsCommand())).AccessPoints!.map((one) => one.AccessPointId),
  alarm: async ({ cloudWatch: c }) =>
    (await c.send(new cloudWatch.DescribeAlarmsCommand())).MetricAlarms!.map((one) => one.AlarmName),
  alias: async ({ kms: c }) => (await c.send(new kms.ListAliasesCommand())).Aliases!.map((one) => one.AliasName),
  "auto scaling group": async ({ autoScaling: c }) =>
    (await c.send(new autoScaling.DescribeAutoScalingGroupsCommand())).AutoScalingGroups!.map(
      (one) => one.AutoScalingGroupName,
    ),
  certificate: async ({ acm: c }) =>
    (await c.send(new acm.ListCertificatesCommand())).CertificateSummaryList!.map((one) => one.CertificateArn),
  cluster: async ({ ecs: c }) => (await activeClusters(c)).map((one) => one.clusterName),
  "container service": async ({ ecs: c }) => {
    const lists = (await activeClusters(c)).map(async ({ clusterArn: cluster }) => {
      const services = (await c.send(new ecs.ListServicesCommand({ cluster }))).serviceArns!;
      if (services.length === 0) return [];
      const details = (await c.send(new ecs.DescribeServicesCommand({ cluster, services }))).services!;
      return details.filter((one) => one.status !== "INACTIVE").map((one) => one.serviceName);
    });
    return (await Promise.all(lists)).flat();
  },
  "elastic address": async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeAddressesCommand())).Addresses!.map((one) => one.AllocationId),
  endpoint: async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeVpcEndpointsCommand()))
      .VpcEndpoints!.filter((one) => !/^delet/i.test(one.State!))
      .map((one) => one.VpcEndpointId),
  "event rule": async ({ events: c }) => (await c.send(new events.ListRulesCommand())).Rules!.map((one) => one.Name),
  "file system": async ({ efs: c }) =>
    (await c.send(new efs.DescribeFileSystemsCommand())).FileSystems!.map((one) => one.FileSystemId),
  "flow log": async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeFlowLogsCommand())).FlowLogs!.map((one) => one.FlowLogId),
  function: async ({ lambda: c }) =>
    (await c.send(new lambda.ListFunctionsCommand())).Functions!.map((one) => one.FunctionName),
  image: async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeImagesCommand({ Owners: ["self"] }))).Images!.map((one) => one.ImageId),
  instance: async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeInstancesCommand()))
      .Reservations!.flatMap((one) => one.Instances!)
      .filter((one) => one.State!.Name !== "terminated")
      .map((one) => one.InstanceId),
  interface: async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeNetworkInterfacesCommand())).NetworkInterfaces!.map((one) => one.NetworkInterfaceId),
  "internet gateway": async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeInternetGatewaysCommand())).InternetGateways!.map((one) => one.InternetGatewayId),
  key: async ({ kms: c }) => {
    const keys = (await c.send(new kms.ListKeysCommand())).Keys!;
    const details = await Promise.all(keys.map((one) => c.send(new kms.DescribeKeyCommand({ KeyId: one.KeyId }))));
    const own = details.map((one) => one.KeyMetadata!).filter((one) => one.KeyManager !== "AWS");
    return own.filter((one) => !one.DeletionDate).map((one) => `${one.KeyId} ${one.Description}`);
  },
  "launch template": async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeLaunchTemplatesCommand())).LaunchTemplates!.map((one) => one.LaunchTemplateName),
  "load balancer": async ({ elb: c }) =>
    (await c.send(new elb.DescribeLoadBalancersCommand())).LoadBalancers!.map((one) => one.LoadBalancerName),
  "log group": async ({ logs: c }) =>
    (await c.send(new logs.DescribeLogGroupsCommand())).logGroups!.map((one) => one.logGroupName),
  namespace: async ({ discovery: c }) =>
    (await c.send(new discovery.ListNamespacesCommand())).Namespaces!.map((one) => one.Name),
  "NAT gateway": async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeNatGatewaysCommand()))
      .NatGateways!.filter((one) => one.State !== "deleted")
      .map((one) => one.NatGatewayId),
  "network ACL": async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeNetworkAclsCommand())).NetworkAcls!.map((one) => one.NetworkAclId),
  // Beside those of AWS itself, of which moto has thousands.
  parameter: async ({ ssm: c }) =>
    (await c.send(new ssm.GetParametersByPathCommand({ Path: "/quandis/", Recursive: true }))).Parameters!.map(
      (one) => one.Name,
    ),
  "registered service": async ({ discovery: c }) =>
    (await c.send(new discovery.ListServicesCommand())).Services!.map((one) => one.Name),
  "route table": async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeRouteTablesCommand())).RouteTables!.map((one) => one.RouteTableId),
  "scalable target": async ({ appScaling: c }) =>
    (await c.send(new appScaling.DescribeScalableTargetsCommand(OF_ECS))).ScalableTargets!.map((one) => one.ResourceId),
  "scaling policy": async ({ appScaling: c }) =>
    (await c.send(new appScaling.DescribeScalingPoliciesCommand(OF_ECS))).ScalingPolicies!.map((one) => one.PolicyName),
  "scheduled action": async ({ appScaling: c }) =>
    (await c.send(new appScaling.DescribeScheduledActionsCommand(OF_ECS))).ScheduledActions!.map(
      (one) => one.ScheduledActionARN,
    ),
  "security group": async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeSecurityGroupsCommand())).SecurityGroups!.map(
      (one) => `${one.GroupId} ${one.GroupName}`,
    ),
  snapshot: async ({ ec2: c }) =>
    (await c.send(new ec2.DescribeSnapshotsCommand({ OwnerIds: ["self"] }))).Snapshots!.map(
      (one) => `${one.SnapshotId} ${one.Tags?.find(({ Key }) => Key === "Name")?.Value ?? ""}`,
    ),
  subnet: async ({ ec2: c }) => (await c.send(new ec2.DescribeSubnetsCommand())).Subnets!.map((one) => one.SubnetId),
  subscription: async ({ sns: c }) =>
    (await c.send(new sns.ListSubscriptionsCommand())).Subscriptions!.map((one) => one.SubscriptionArn),
  "target group": async ({ elb: c }) =>
    (await c.send(new elb.DescribeTargetGroupsCommand())).TargetGroups!.map((one) => one.TargetGroupName),
  "task definition": async ({ ecs: c }) =>
    (await c.send(new ecs.ListTaskDefinitionsCommand({ status: "ACTIVE" }))).taskDefinitionArns!.map(
      (one) => one.split("/")[1],
    ),
  topic: async ({ sns: c }) => (await c.send(new sns.ListTopicsCommand())).Topics!.map((one) => one.TopicArn),
  volume: async ({ ec2: c }) => (await c.send(new ec2.DescribeVolumesCommand())).Volumes!.map((one) => one.VolumeId),
  VPC: async ({ ec2: c }) => (await c.send(new ec2.DescribeVpcsCommand())).Vpcs!.map((one) => one.VpcId),
};

/** The same for what belongs to the account as a whole. */
export const GLOBAL: Record<string, List> = {
  bucket: async ({ s3: c }) => (await c.send(new s3.ListBucketsCommand())).Buckets!.map((one) => one.Name),
  "health check": async ({ route53: c }) =>
    (await c.send(new route53.ListHealthChecksCommand())).HealthChecks!.map((one) => one.Id),
  "instance profile": async ({ iam: c }) =>
    (await c.send(new iam.ListInstanceProfilesCommand())).InstanceProfiles!.map((one) => one.InstanceProfileName),
  record: async ({ route53: c }) => {
    const zones = (await c.send(new route53.ListHostedZonesCommand())).HostedZones!;
    const records = zones.map(({ Id }) => c.send(new route53.ListResourceRecordSetsCommand({ HostedZoneId: Id })));
    return (await Promise.all(records)).flatMap((one) =>
      one.ResourceRecordSets!.map(({ Type, Name }) => `${Type} ${Name}`),
    );
  },
  role: async ({ iam: c }) => (await c.send(new iam.ListRolesCommand())).Roles!.map((one) => one.RoleName),
  zone: async ({ route53: c }) =>
    (await c.send(new route53.ListHostedZonesCommand())).HostedZones!.map((one) => one.Name),
};

async function activeClusters(client: ecs.ECSClient): Promise<ecs.Cluster[]> {
  const clusters = (await client.send(new ecs.ListClustersCommand())).clusterArns!;
  const details = (await client.send(new ecs.DescribeClustersCommand({ clusters }))).clusters!;
  return details.filter((one) => one.status !== "INACTIVE");
}
