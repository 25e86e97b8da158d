import type * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyReport, Properties } from "../../../plan/model";
import { nameOf } from "../../../plan/urn";

/** A stack as `npm run plan -- STACK --format json` writes it: the part that the picture reads. */
export interface PlannedStack {
  label: string;
  deployment: { resources: PlannedState[] };
  policy: PolicyReport;
}

interface PlannedState {
  urn: string;
  type: string;
  custom: boolean;
  external?: boolean;
  protect?: boolean;
  inputs?: Properties;
  propertyDependencies?: Record<string, string[]>;
}

/** The types that the picture shows, with their arguments: the compiler knows the names of the inputs. */
interface ArgsOf {
  "slipway:index:Environment": object;
  "slipway:index:CouchDb": object;
  "awsx:ec2:Vpc": awsx.ec2.VpcArgs;
  "aws:appautoscaling/target:Target": aws.appautoscaling.TargetArgs;
  "aws:autoscaling/group:Group": aws.autoscaling.GroupArgs;
  "aws:cloudwatch/logGroup:LogGroup": aws.cloudwatch.LogGroupArgs;
  "aws:cloudwatch/metricAlarm:MetricAlarm": aws.cloudwatch.MetricAlarmArgs;
  "aws:ebs/volume:Volume": aws.ebs.VolumeArgs;
  "aws:ec2/flowLog:FlowLog": aws.ec2.FlowLogArgs;
  "aws:ec2/instance:Instance": aws.ec2.InstanceArgs;
  "aws:ec2/launchTemplate:LaunchTemplate": aws.ec2.LaunchTemplateArgs;
  "aws:ec2/volumeAttachment:VolumeAttachment": aws.ec2.VolumeAttachmentArgs;
  "aws:ec2/vpcEndpoint:VpcEndpoint": aws.ec2.VpcEndpointArgs;
  "aws:ecs/cluster:Cluster": aws.ecs.ClusterArgs;
  "aws:ecs/service:Service": aws.ecs.ServiceArgs;
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": aws.ecs.ClusterCapacityProvidersArgs;
  "aws:kms/key:Key": aws.kms.KeyArgs;
  "aws:lambda/function:Function": aws.lambda.FunctionArgs;
  "aws:lb/listener:Listener": aws.lb.ListenerArgs;
  "aws:lb/loadBalancer:LoadBalancer": aws.lb.LoadBalancerArgs;
  "aws:route53/healthCheck:HealthCheck": aws.route53.HealthCheckArgs;
  "aws:route53/record:Record": aws.route53.RecordArgs;
  "aws:s3/bucket:Bucket": aws.s3.BucketArgs;
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": aws.s3.BucketLifecycleConfigurationArgs;
  "aws:sns/topic:Topic": aws.sns.TopicArgs;
  "aws:sns/topicSubscription:TopicSubscription": aws.sns.TopicSubscriptionArgs;
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": aws.vpc.SecurityGroupEgressRuleArgs;
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": aws.vpc.SecurityGroupIngressRuleArgs;
  "aws:wafv2/webAclAssociation:WebAclAssociation": aws.wafv2.WebAclAssociationArgs;
}

type PictureType = keyof ArgsOf;

export interface PictureResource<T extends PictureType> {
  urn: string;
  /** Logical name without the environment's prefix. */
  name: string;
  /** Whether `pulumi destroy` keeps it. */
  locked: boolean;
  inputs: pulumi.Unwrap<ArgsOf[T]>;
  /** URNs of the resources from which the input takes its value. */
  sources: Record<string, string[] | undefined>;
}

/** The resources of a planned stack by type. */
export class PictureResources {
  /** Prefix of the environment's logical names, e.g. `acme-shop-prod`. */
  readonly environment: string;

  constructor(private readonly stack: PlannedStack) {
    this.environment = nameOf(this.states("slipway:index:Environment")[0]?.urn ?? "");
  }

  /** How many resources the stack manages, components not counted. */
  get count(): number {
    const { resources } = this.stack.deployment;
    return resources.filter(({ type, custom, external }) => custom && !external && !type.startsWith("pulumi:")).length;
  }

  all<T extends PictureType>(type: T): PictureResource<T>[] {
    return this.states(type).map(({ urn, protect, inputs = {}, propertyDependencies = {} }) => ({
      urn,
      name: this.shortName(urn),
      locked: protect ?? false,
      inputs: inputs as pulumi.Unwrap<ArgsOf[T]>,
      sources: propertyDependencies,
    }));
  }

  /** @throws Error if there is none, or more than one */
  one<T extends PictureType>(type: T): PictureResource<T> {
    const [found, ...others] = this.all(type);
    if (!found || others.length > 0) throw new Error(`the picture shows stacks with exactly one ${type}`);
    return found;
  }

  shortName(urn: string): string {
    const name = nameOf(urn);
    return name.startsWith(`${this.environment}-`) ? name.slice(this.environment.length + 1) : name;
  }

  private states(type: PictureType): PlannedState[] {
    return this.stack.deployment.resources.filter((resource) => resource.type === type);
  }
}
