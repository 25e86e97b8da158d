import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context";
import type { LogRetentionDays } from "../shared/logRetention";

/** Arguments of {@link Environment}. What decides which resources exist is a plain value; only leaves may be outputs. */
export interface EnvironmentArgs {
  /** Names, tags, region and protection of the environment. */
  context: Context;
  /** A new network, or the ids of an existing one. */
  network: NewNetworkArgs | ExistingNetworkArgs;
  /**
   * The ECS cluster's capacity.
   *
   * @default Fargate only, enhanced Container Insights
   */
  cluster?: ClusterArgs;
  /**
   * The application load balancer that the environment's services share.
   *
   * @default - no load balancer
   */
  loadBalancer?: LoadBalancerArgs;
  /**
   * Whether services find each other by name: a private DNS namespace `owner-project-environment.internal` in the VPC.
   * Its hosted zone bills per month. https://docs.aws.amazon.com/cloud-map/latest/dg/working-with-namespaces.html
   *
   * @default false
   */
  serviceDiscovery?: boolean;
  /** Who is told. Nobody by default: the topics exist, without subscriptions. */
  notifications?: NotificationsArgs;
  /** Thresholds of the alarms; see each one's default. */
  alarms?: AlarmsArgs;
  /**
   * Checks of the environment from the internet. Route 53 publishes their metrics in us-east-1 only, so their alarms and
   * a topic that forwards to the operations topic live there.
   * Each check bills monthly, text matching and 10-second intervals more.
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
   *
   * @default []
   */
  healthChecks?: HealthCheckArgs[];
  /**
   * Days that log groups keep events. Storage bills per GB and month.
   *
   * @default 30
   */
  logRetentionDays?: LogRetentionDays;
}

/**
 * A new VPC with one public, one application and one database subnet in each zone, built by `awsx.ec2.Vpc`.
 * https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html
 */
export interface NewNetworkArgs {
  kind: "new";
  /** IPv4 range of the VPC in canonical form, /16 to /24, e.g. `10.10.0.0/16`. Each zone has a quarter of it (an eighth with more than four zones). */
  cidr: string;
  /** Availability zones, at least one, e.g. `["us-west-2a", "us-west-2b"]`. Append only: the order decides the subnets' ranges. */
  zones: string[];
  /** Prefix lengths (16–28) of the subnets of each zone. */
  subnets: SubnetPrefixes;
  /**
   * How instances in private subnets reach the internet. A NAT gateway bills per hour and per GB.
   * - `none`: not at all (then take `endpoints: "full"`)
   * - `single`: one gateway; its zone's outage cuts the others off: not for production
   * - `perZone`: one gateway in each zone
   */
  natGateways: "none" | "single" | "perZone";
  /**
   * VPC endpoints. The S3 gateway endpoint is free; each interface endpoint of `full` bills per zone and hour.
   * - `none`
   * - `s3`: the gateway endpoint of S3
   * - `full`: S3, and interface endpoints for all that ECS, ECR, Session Manager, logs and secrets need
   */
  endpoints: "none" | "s3" | "full";
  /**
   * Whether database subnets reach the internet through the NAT gateways.
   *
   * @default false
   */
  databaseInternetAccess?: boolean;
  /**
   * Which traffic the VPC flow log records in CloudWatch Logs (bills per GB).
   * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
   *
   * @default "REJECT"
   */
  flowLogs?: "ALL" | "REJECT" | "none";
}

/** Prefix lengths (16–28) of one zone's subnets; the larger the number, the smaller the subnet. */
export interface SubnetPrefixes {
  public: number;
  application: number;
  database: number;
}

/** A network that somebody else looks after: nothing in it is created or changed except security groups. */
export interface ExistingNetworkArgs {
  kind: "existing";
  /** Id of the VPC, e.g. `vpc-4d4bec2b`. */
  vpcId: string;
  /** Subnets of the application, two or more in different zones where a load balancer is wanted. */
  subnetIds: string[];
  /**
   * Subnets of the load balancer.
   *
   * @default `subnetIds`
   */
  publicSubnetIds?: string[];
  /**
   * Subnets of databases and file systems; those of a file system are in different zones.
   *
   * @default `subnetIds`
   */
  databaseSubnetIds?: string[];
}

/** Capacity of the ECS cluster. Fargate and Fargate Spot are always there; they bill by task. */
export interface ClusterArgs {
  /**
   * EC2 instances behind a capacity provider that scales with the tasks.
   *
   * @default - none, Fargate only
   */
  instances?: ClusterInstancesArgs;
  /**
   * CloudWatch Container Insights; `enhanced` adds metrics per task and container and bills per metric.
   *
   * @default "enhanced"
   */
  containerInsights?: "enhanced" | "enabled" | "disabled";
}

/** The Auto Scaling group of the cluster's container instances. */
export interface ClusterInstancesArgs {
  /** EC2 instance type, e.g. `t3.medium`; Graviton types get the arm64 image. */
  instanceType: string;
  /** Fewest instances, 0 or more; two or more in production. */
  minSize: number;
  /** Most instances, at least `minSize`. */
  maxSize: number;
  /**
   * Size of the encrypted gp3 root volume in GiB, 30–16384.
   *
   * @default 50
   */
  rootVolumeGiB?: number;
  /**
   * How full ECS keeps the group, in percent (1–100): less than 100 keeps room for tasks that start at once.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html
   *
   * @default 100
   */
  targetCapacityPercent?: number;
  /**
   * AMI to stay on, e.g. `ami-0123456789abcdef0`.
   *
   * @default - the ECS-optimized Amazon Linux 2023 image that AWS recommends at the time of the update
   */
  amiId?: string;
}

/**
 * An application load balancer. It bills per hour and by load.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html
 */
export interface LoadBalancerArgs {
  /**
   * Whether its addresses are public.
   *
   * @default "internet-facing"
   */
  scheme?: "internet-facing" | "internal";
  /**
   * `https` needs `certificateArn` or `domain` and redirects HTTP; `http` is refused in production.
   *
   * @default "https"
   */
  protocol?: "https" | "http";
  /** ARN of a certificate of the same region in AWS Certificate Manager. Without it, `domain` gets one of its own. */
  certificateArn?: string;
  /** DNS name of the load balancer; a certificate for it is issued and validated by DNS unless `certificateArn` is given. */
  domain?: DomainArgs;
  /**
   * IPv4 ranges that may connect.
   *
   * @default ["0.0.0.0/0"] when `scheme` is "internet-facing"; required when it is "internal"
   */
  allowedCidrs?: string[];
  /**
   * Security policy of the HTTPS listener.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
   *
   * @default "ELBSecurityPolicy-TLS13-1-2-2021-06"
   */
  tlsPolicy?: string;
  /**
   * Seconds (1–4000) that a connection may be idle.
   *
   * @default 60
   */
  idleTimeoutSeconds?: number;
  /**
   * Days (1–3650) that access logs stay in their bucket.
   *
   * @default 90
   */
  accessLogDays?: number;
  /**
   * ARN of a regional AWS WAF web ACL to put in front.
   *
   * @default - none
   */
  webAclArn?: string;
}

/** A name in a Route 53 hosted zone of this account. */
export interface DomainArgs {
  /** Fully qualified name, e.g. `integration.twig.example.com`. */
  name: string;
  /** Further names on the certificate, e.g. `*.integration.twig.example.com`, each with a record of its own. */
  aliases?: string[];
  /** The public hosted zone: its name (`example.com`), or its id (`Z…`) where the name is ambiguous. */
  hostedZone: string;
}

/** E-mail addresses get a message to confirm the subscription first. */
export interface NotificationsArgs {
  /**
   * Addresses for alarms and errors.
   *
   * @default []
   */
  operations?: string[];
  /**
   * Addresses for successes and failures of builds and deployments.
   *
   * @default []
   */
  build?: string[];
  /** HTTPS endpoint of an incident service for alarms and errors. Such addresses hold a token: pass a secret. */
  operationsWebhook?: pulumi.Input<string>;
}

/** Thresholds; every alarm publishes to the operations topic when it starts and when it is over. */
export interface AlarmsArgs {
  /**
   * 5xx answers of the load balancer itself, and of the targets, in five minutes each.
   *
   * @default 10
   */
  serverErrors?: number;
  /**
   * Seconds within which 99 % of the requests of five minutes must be answered.
   *
   * @default 2
   */
  latencySeconds?: number;
}

/** A Route 53 health check. */
export interface HealthCheckArgs {
  /** Lower-case name, unique in the environment, e.g. `site`. */
  name: string;
  /** Public DNS name to ask, e.g. `twig.example.com`. */
  domain: string;
  /**
   * Path to ask for.
   *
   * @default "/"
   */
  path?: string;
  /**
   * `https` asks port 443, `http` port 80.
   *
   * @default "https"
   */
  protocol?: "https" | "http";
  /**
   * Text (at most 255 characters) that the first 5,120 bytes of the answer must contain.
   *
   * @default - any answer with a status of 2xx or 3xx
   */
  expectedText?: string;
  /**
   * Checks in a row (1–10) that must fail.
   *
   * @default 3
   */
  failureThreshold?: number;
  /**
   * Seconds between two checks of one checker; cannot be changed later.
   *
   * @default 30
   */
  intervalSeconds?: 10 | 30;
}
