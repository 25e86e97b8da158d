import * as scaling from "@aws-sdk/client-application-auto-scaling";
import * as ecs from "@aws-sdk/client-ecs";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import * as events from "@aws-sdk/client-eventbridge";
import * as s3 from "@aws-sdk/client-s3";
import * as discovery from "@aws-sdk/client-servicediscovery";
import type { Clients } from "./clients";
import type { PolicyDocument } from "./readFileSystem";

/** Outputs of a stack about one of its services. */
export interface ServiceOutputs {
  readonly serviceName: string;
  readonly taskFamily: string;
  readonly logGroup: string;
  readonly environmentBucket?: string;
}

/** Listener rules and target groups are a load balancer's; a service has its own of them. */
export interface Routing {
  readonly rules: readonly elb.Rule[];
  readonly targetGroups: readonly elb.TargetGroup[];
}

export type ServiceFacts = Awaited<ReturnType<typeof readService>>;

/** Reads back a service of a cluster, and what belongs to it. */
export async function readService(
  clients: Clients,
  cluster: string,
  { serviceName, taskFamily, logGroup, environmentBucket }: ServiceOutputs,
  routing: Routing,
) {
  const { ecs: c } = clients;
  const service = (await c.send(new ecs.DescribeServicesCommand({ cluster, services: [serviceName] }))).services![0]!;
  const described = await c.send(new ecs.DescribeTaskDefinitionCommand({ taskDefinition: service.taskDefinition }));
  const deployments = await c.send(new ecs.ListServiceDeploymentsCommand({ cluster, service: serviceName }));
  const revisions = await c.send(new ecs.ListTaskDefinitionsCommand({ familyPrefix: taskFamily, status: "ACTIVE" }));
  const rules = routing.rules.filter((rule) => forwardedTo(rule).some((arn) => isOf(service, arn)));
  const groupArns = rules.flatMap(forwardedTo);
  return {
    service,
    logGroup,
    bucket: environmentBucket === undefined ? undefined : await bucketOf(clients, environmentBucket),
    registeredAs: await registeredAs(clients, service),
    task: described.taskDefinition!,
    /** ARNs of the revisions that may be started. */
    revisions: revisions.taskDefinitionArns!,
    /** Every deployment since the service exists, the last first. */
    deployments: deployments.serviceDeployments!,
    targetGroups: routing.targetGroups.filter((one) => groupArns.includes(one.TargetGroupArn!)),
    rules,
    ...(await scalingOf(clients, `service/${cluster}/${serviceName}`)),
    announcements: await announcementsOf(clients, service.serviceArn!),
  };
}

/** What stands behind the listener of a load balancer. */
export async function readRouting({ elb: c }: Clients, listenerArn: string, loadBalancerArn: string): Promise<Routing> {
  const { Rules } = await c.send(new elb.DescribeRulesCommand({ ListenerArn: listenerArn }));
  const groups = await c.send(new elb.DescribeTargetGroupsCommand({ LoadBalancerArn: loadBalancerArn }));
  return { rules: Rules!, targetGroups: groups.TargetGroups! };
}

/** ARNs of the target groups that a rule forwards to. */
export function forwardedTo({ Actions }: elb.Rule): string[] {
  return Actions!.flatMap(({ TargetGroupArn, ForwardConfig }) =>
    TargetGroupArn ? [TargetGroupArn] : (ForwardConfig?.TargetGroups ?? []).map((one) => one.TargetGroupArn!),
  );
}

/** The hosts and the paths that a rule is about. */
export function conditionsOf({ Conditions }: elb.Rule) {
  return {
    hosts: Conditions!.flatMap(({ HostHeaderConfig }) => HostHeaderConfig?.Values ?? []),
    paths: Conditions!.flatMap(({ PathPatternConfig }) => PathPatternConfig?.Values ?? []),
  };
}

/** Whether the tasks of a service are targets of a group. */
function isOf({ loadBalancers = [] }: ecs.Service, targetGroupArn: string): boolean {
  return loadBalancers.some((one) => one.targetGroupArn === targetGroupArn);
}

async function scalingOf({ appScaling: c }: Clients, id: string) {
  const ServiceNamespace = "ecs";
  const targets = await c.send(new scaling.DescribeScalableTargetsCommand({ ServiceNamespace, ResourceIds: [id] }));
  const policies = await c.send(new scaling.DescribeScalingPoliciesCommand({ ServiceNamespace, ResourceId: id }));
  const actions = await c.send(new scaling.DescribeScheduledActionsCommand({ ServiceNamespace, ResourceId: id }));
  return {
    scalableTarget: targets.ScalableTargets![0],
    policies: policies.ScalingPolicies!,
    schedules: actions.ScheduledActions!,
  };
}

/** The event rules that know a service, with the ARN that each leads to. */
async function announcementsOf({ events: c }: Clients, serviceArn: string) {
  const { Rules } = await c.send(new events.ListRulesCommand());
  const own = Rules!.filter(({ EventPattern }) => EventPattern!.includes(serviceArn));
  return Promise.all(
    own.map(async ({ Name, EventPattern }) => {
      const { Targets } = await c.send(new events.ListTargetsByRuleCommand({ Rule: Name }));
      return { name: Name!, pattern: EventPattern!, to: Targets!.map(({ Arn }) => Arn!) };
    }),
  );
}

/** Who reads a bucket. */
async function bucketOf({ s3: c }: Clients, Bucket: string) {
  const block = await c.send(new s3.GetPublicAccessBlockCommand({ Bucket }));
  const policy = await c.send(new s3.GetBucketPolicyCommand({ Bucket }));
  return {
    publicAccessBlock: block.PublicAccessBlockConfiguration!,
    policy: JSON.parse(policy.Policy!) as PolicyDocument,
  };
}

/** The names in Cloud Map under which the tasks of a service are found. */
async function registeredAs({ discovery: c }: Clients, { serviceRegistries = [] }: ecs.Service): Promise<string[]> {
  const { Services } = await c.send(new discovery.ListServicesCommand());
  const arns = serviceRegistries.map(({ registryArn }) => registryArn);
  return Services!.filter(({ Arn }) => arns.includes(Arn)).map(({ Name }) => Name!);
}
