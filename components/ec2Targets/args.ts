import type * as aws from "../shared/aws";
import type { Context } from "../shared/context";

/** Arguments of {@link Ec2Targets}. */
export interface Ec2TargetsArgs {
  /** Names, tags and protection of the environment. */
  context: Context;
  /**
   * Name of the fleet in its environment, e.g. `web`, the same in every region: lower-case letters, digits and single dashes,
   * a letter first, at most 20 characters. The component is called `owner-project-environment-name-region`.
   */
  name: string;
  /**
   * AWS region of the instances, e.g. `ap-southeast-2`.
   *
   * @default - the context's
   */
  region?: string;
  /** Where the instances run. */
  network: TargetNetworkArgs;
  /** EC2 instance type, e.g. `t3.small`; Graviton types get the arm64 image. */
  instanceType: string;
  /** Number of instances (1–500, as many as one deploy action takes), spread over the subnets; two or more in production. */
  count: number;
  /**
   * Image with Systems Manager's agent, e.g. `ami-0123456789abcdef0`; a Linux whose root volume is `/dev/xvda`.
   *
   * Instances that a target of kind `ec2` deploys to need a fixed one: new instances are empty until its next execution.
   *
   * @default - Amazon Linux 2023 as AWS recommends it now: a newer one replaces the instances, one after the other, at the
   * next update of the stack
   */
  imageId?: string;
  /**
   * Size of the encrypted root volume in GiB (8–16384).
   *
   * @default 16
   */
  rootVolumeGiB?: number;
  /**
   * Target groups of load balancers that the instances are in; their health checks count then.
   *
   * @default - none: an instance is healthy as long as EC2 finds it so
   */
  targetGroups?: aws.lb.TargetGroup[];
  /**
   * Pipelines that deploy to the instances, by their `artifactPrefix`: the role may read the artifacts of exactly those.
   */
  pipelines: string[];
  /** Who learns of instances that are missing. */
  alarms: TargetAlarmsArgs;
}

/** Subnets of one VPC. They need a way to AWS's APIs and to package mirrors: a NAT gateway, or endpoints and a mirror. */
export interface TargetNetworkArgs {
  /** Id of the VPC, e.g. `vpc-4d4bec2b`. */
  vpcId: string;
  /** Subnets of the instances, two or more in different zones in production; private ones, for no instance has a public address. */
  subnetIds: string[];
  /**
   * Security groups besides the instances' own, which admits nobody and opens HTTPS connections only; at most four.
   *
   * @default []
   */
  securityGroupIds?: string[];
}

/** A topic of the instances' region (alarms publish to no other), or addresses for a topic of their own. */
export type TargetAlarmsArgs = { topic: aws.sns.Topic } | { emails: string[] };
