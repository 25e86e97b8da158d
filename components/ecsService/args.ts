import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../environment";
import type { Context } from "../shared/context";
import type { ContainerArgs } from "./containerArgs";
import type { DeploymentArgs } from "./deploymentArgs";
import type { EcsService } from "./index";
import type { AccessPoint } from "./fileSystem";

/**
 * Arguments of {@link EcsService}. What decides which resources exist is a plain value; only leaves may be outputs.
 * Tasks always have network mode `awsvpc`: each has an address and security groups of its own.
 */
export interface EcsServiceArgs {
  /** Names, tags, region and protection of the environment. */
  context: Context;
  /** The environment whose cluster, network, load balancer and topics the service uses. */
  environment: Environment;
  /**
   * Name of the service, unique in the environment: lower-case letters, digits and single dashes, e.g. `twig-api`. Names
   * are `owner-project-environment-service-…`; the longest, that of a role, may have 64 characters.
   */
  name: string;
  /**
   * Where the application's code comes from. The log group is named `owner-project-environment-service-repository-branch`
   * then; characters that names refuse become dashes.
   *
   * @default - the log group is named `owner-project-environment-service`
   */
  source?: SourceArgs;
  /** The containers of a task, one or more, at most ten. */
  containers: ContainerArgs[];
  /** CPU of a task in units of 1/1024 vCPU, e.g. 256. Fargate allows 256, 512, 1024, 2048, 4096, 8192 and 16384. */
  cpu: number;
  /**
   * Memory of a task in MiB, e.g. 512. Fargate allows certain values for each `cpu`, an instance what its type has.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
   */
  memoryMiB: number;
  /**
   * Processor architecture that the images are built for, on Fargate. Container instances decide it by their type.
   *
   * @default "x86_64"
   */
  architecture?: "x86_64" | "arm64";
  /**
   * Where tasks run. Container instances and Fargate cannot be mixed; Fargate and Fargate Spot can.
   * Fargate bills per vCPU and GB while tasks run, Spot up to 70 % less. A change replaces the service: its tasks start
   * before the old ones end, unless `deployment` keeps two versions apart.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html
   *
   * @default - the cluster's container instances, or Fargate where it has none
   */
  capacity?: CapacityArgs[];
  /**
   * Number of tasks; with `scaling` only the first, between its limits. A service with a route has two or more in
   * production.
   *
   * @default 1, or the fewest of `scaling`
   */
  desiredCount?: number;
  /**
   * How requests reach the service from the environment's load balancer.
   *
   * @default - not at all
   */
  route?: RouteArgs;
  /**
   * How other services of the environment find this one.
   *
   * @default - not at all
   */
  discovery?: DiscoveryArgs;
  /** Services whose ports the tasks of this one may reach; each needs `discovery`. */
  connectsTo?: EcsService[];
  /** Volumes that containers mount. */
  volumes?: VolumeArgs[];
  /**
   * How the number of tasks follows the load. ECS owns the number then: `desiredCount` changes nothing any more.
   *
   * @default - `desiredCount` tasks
   */
  scaling?: ScalingArgs;
  /**
   * How a new version replaces the old one.
   *
   * @default - rolling, with a circuit breaker that rolls back
   */
  deployment?: DeploymentArgs;
  /**
   * Who decides which image runs. Exactly one does:
   * - `program`: the settings; a changed image is a deployment by `pulumi up`
   * - `pipeline`: a pipeline that registers task definitions of its own; the settings' image is only the first
   *
   * @default "program"
   */
  imageOwner?: "program" | "pipeline";
  /**
   * Whether `aws ecs execute-command` may open a shell in a running container; sessions are logged in the cluster's log
   * group `…-ecs-exec`. Its agent writes to `/var/lib/amazon` and `/var/log/amazon`, which a container with a read-only
   * root gets in memory; AWS itself knows shells in writable containers only. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   *
   * @default false
   */
  exec?: boolean;
  /**
   * What the application may do in AWS, as statements of the task role's policy.
   *
   * @default [] - nothing
   */
  permissions?: PermissionArgs[];
  /** Thresholds of the service's alarms; see each one's default. */
  alarms?: ServiceAlarmsArgs;
}

/** Repository and branch of an application. */
export interface SourceArgs {
  /** Name of the repository, e.g. `twig-api`. */
  repository: string;
  /** Branch that is deployed, e.g. `master` or `feature/login`. */
  branch: string;
}

/** A share of the tasks that one kind of capacity takes. */
export interface CapacityArgs {
  /** `instances` are the cluster's container instances. Spot tasks end two minutes after a warning. */
  provider: "instances" | "fargate" | "fargateSpot";
  /**
   * Relative share (0–1000) of the tasks above all bases.
   *
   * @default 1
   */
  weight?: number;
  /**
   * Tasks (0–100000) that run here before weights count; one provider may have a base.
   *
   * @default 0
   */
  base?: number;
}

/** A listener rule of the environment's load balancer and the target group behind it. */
export interface RouteArgs {
  /** Order (1–50000) among the rules of the load balancer, unique; the lowest that matches wins. */
  priority: number;
  /** Container port that takes the requests; one of the containers' ports. */
  port: number;
  /** Host names, e.g. `api.twig.example.com` or `*.twig.example.com`. Hosts or paths or both; at most five together. */
  hosts?: string[];
  /** Path patterns, e.g. `/api/*`. */
  paths?: string[];
  /**
   * Route 53 zone in which `hosts` get alias records: its name, or its id where the name is ambiguous.
   *
   * @default - no records: those of the environment's domain lead here, or somebody else's
   */
  hostedZone?: string;
  /** The application's own check, asked by the load balancer. */
  healthCheck: TargetHealthCheckArgs;
  /**
   * Seconds (0–3600) that a target which leaves may finish its requests.
   *
   * @default 30
   */
  deregistrationDelaySeconds?: number;
  /**
   * Seconds (30–900) over which a new target gets its share of requests.
   *
   * @default - its share at once
   */
  slowStartSeconds?: number;
}

/** How the load balancer finds out whether a task is well. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export interface TargetHealthCheckArgs {
  /** Path of the application that tells, e.g. `/ping`. */
  path: string;
  /**
   * Status codes that mean health, e.g. `200-299`.
   *
   * @default "200"
   */
  matcher?: string;
  /**
   * Seconds (5–300) between two checks.
   *
   * @default 15
   */
  intervalSeconds?: number;
  /**
   * Seconds (2–120) to wait for an answer; less than the interval.
   *
   * @default 5
   */
  timeoutSeconds?: number;
  /**
   * Good checks in a row (2–10) that make a target healthy.
   *
   * @default 2
   */
  healthyThreshold?: number;
  /**
   * Bad checks in a row (2–10) that make it unhealthy.
   *
   * @default 3
   */
  unhealthyThreshold?: number;
  /**
   * Seconds (0–2147483647) after a task's start during which ECS ignores bad checks.
   *
   * @default 60
   */
  gracePeriodSeconds?: number;
}

/**
 * How other services find the service, at `name.namespace` of the environment's private namespace.
 * - `dns`: a Cloud Map record for each task, for any client
 *   https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
 * - `serviceConnect`: a proxy beside each task (about 256 CPU units and 64 MiB of the task's), which balances, and retries
 *   and measures what `protocol` lets it understand; clients need it too
 *   https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html
 */
export interface DiscoveryArgs {
  via: "dns" | "serviceConnect";
  /** Container port at which the service is found; one of the containers' ports. */
  port: number;
  /**
   * What Service Connect's proxies understand of the requests: all but `tcp` are retried and measured one by one. AWS
   * allows no change of it: a service with another protocol needs another name.
   *
   * @default "tcp"
   */
  protocol?: "http" | "http2" | "grpc" | "tcp";
}

/** A volume of the task. */
export interface VolumeArgs {
  /** Name by which containers mount it, unique in the task. */
  name: string;
  /**
   * Access point of a file system. What is written there outlives the tasks, and all tasks share it.
   *
   * @default - an empty volume of each task, gone with it. It is root's, unless the image declares its path as a `VOLUME`:
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
   */
  accessPoint?: AccessPoint;
}

/** Limits and reasons of task scaling. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html */
export interface ScalingArgs {
  /** Fewest tasks. */
  min: number;
  /** Most tasks. */
  max: number;
  /** Average CPU (1–100 % of `cpu`) to hold. */
  cpuPercent?: number;
  /** Average memory (1–100 % of `memoryMiB`) to hold. */
  memoryPercent?: number;
  /** Requests per target and minute to hold; needs a route. */
  requestsPerTarget?: number;
  /**
   * Adds tasks while the application answers with 5xx; needs a route, and another reason that takes the tasks away again.
   */
  serverErrors?: ServerErrorScalingArgs;
  /** Changes the limits at given times. They are the schedules' then: `min` and `max` are only the first. */
  schedules?: ScheduleArgs[];
}

/** Adds tasks while requests fail. */
export interface ServerErrorScalingArgs {
  /** 5xx answers of the targets in a minute, from which tasks are added. */
  threshold: number;
  /**
   * Tasks that are added at a time.
   *
   * @default 1
   */
  add?: number;
}

/** New limits from a time on. https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html */
export interface ScheduleArgs {
  /** Unique in the service, e.g. `evening`. */
  name: string;
  /** Six fields as in `0 20 * * ? *`, without `cron()`. */
  cron: string;
  /**
   * IANA time zone, e.g. `Europe/Berlin`.
   *
   * @default "UTC"
   */
  timezone?: string;
  min: number;
  max: number;
}

/** A statement that allows the application something in AWS. */
export interface PermissionArgs {
  /** Actions, e.g. `["s3:GetObject"]`; without wildcards for a whole service. */
  actions: string[];
  /** ARNs of the resources that they are about. */
  resources: pulumi.Input<string>[];
}

/** Thresholds of the service's alarms. They also decide whether a deployment is rolled back. */
export interface ServiceAlarmsArgs {
  /**
   * 5xx answers of the targets in a minute; needs a route.
   *
   * @default 10
   */
  serverErrors?: number;
  /**
   * Seconds within which 99 % of requests are answered; needs a route.
   *
   * @default 2
   */
  latencySeconds?: number;
}
