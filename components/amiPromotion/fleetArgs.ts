import type * as pulumi from "@pulumi/pulumi";

/** An Auto Scaling group of instances that are clones of the promoted image. */
export interface FleetArgs {
  /** Unique in the environment, at most 15 characters, e.g. `web`; part of the name of every instance. */
  name: string;
  /** EC2 instance type, e.g. `m7i.large`; of the image's architecture. */
  instanceType: string;
  /** Sizes, and the load that changes the number of instances between them. */
  scaling: FleetScalingArgs;
  /**
   * First-boot script. EC2 lets whoever may describe the instance read it: no secrets. On Windows it needs
   * `<persist>true</persist>`: the image has run one already.
   *
   * @default - none: the image starts by itself
   */
  userData?: string;
  /** The volume that the system starts from. */
  rootVolume: RootVolumeArgs;
  /**
   * How requests reach the fleet from the environment's load balancer.
   *
   * @default - not at all: users never reach the fleet
   */
  route?: FleetRouteArgs;
  /**
   * Seconds (30–7200) that a new instance may take to say that it is ready, by `aws autoscaling complete-lifecycle-action`
   * for the hook `ready`; one that says nothing is ended and takes no traffic.
   *
   * @default - no hook: an instance counts when it runs, or when the load balancer's check succeeds
   */
  readySeconds?: number;
  /**
   * Seconds (30–7200) that an instance may take to finish its work before it ends; it completes the hook `drain` when done.
   *
   * @default - no hook: a fleet with a route finishes its requests all the same
   */
  drainSeconds?: number;
  /**
   * Seconds (0–3600) after which a new instance's metrics and health count.
   *
   * @default 120
   */
  warmupSeconds?: number;
  /** Further tags of the fleet's instances and volumes. */
  tags?: Record<string, string>;
  /**
   * What the application may do in AWS.
   *
   * @default - only what Session Manager needs
   */
  permissions?: PermissionArgs[];
}

/** Sizes of a fleet. https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html */
export interface FleetScalingArgs {
  /** Fewest instances; two or more in production. */
  min: number;
  /** Most instances, at least `min`. */
  max: number;
  /**
   * Average CPU to hold, in percent (1–100).
   *
   * @default - no scaling by CPU
   */
  cpuPercent?: number;
  /**
   * Requests per instance and minute to hold; needs `route`.
   *
   * @default - no scaling by requests
   */
  requestsPerTarget?: number;
}

/** The encrypted root volume (gp3). */
export interface RootVolumeArgs {
  /** Device name of the image's root volume: `/dev/sda1` (Windows, Ubuntu) or `/dev/xvda` (Amazon Linux). */
  device: "/dev/sda1" | "/dev/xvda";
  /** Size in GiB (8–16384), at least the image's. */
  sizeGiB: number;
}

/** A listener rule and a target group. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html */
export interface FleetRouteArgs {
  /** Order of the listener rule (1–50000), unique on the load balancer; the lowest that matches wins. */
  priority: number;
  /** TCP port (1–65535) on which the instances answer HTTP. */
  port: number;
  /** Host names, e.g. `["uat.qbo.example.com"]`; hosts or paths or both, at most five together. */
  hosts?: string[];
  /** Path patterns, e.g. `["/api/*"]`. */
  paths?: string[];
  /** Path of the application that tells whether it is well, e.g. `/health`. */
  healthCheckPath: string;
  /**
   * Status codes that mean health.
   *
   * @default "200"
   */
  healthCheckMatcher?: string;
  /**
   * Seconds (0–3600) to finish requests before an instance leaves.
   *
   * @default 60
   */
  deregistrationDelaySeconds?: number;
  /**
   * Seconds (60–604800) that a user stays with one instance, by a cookie of the load balancer.
   *
   * @default - requests are spread
   */
  stickySeconds?: number;
  /**
   * 5xx answers of the fleet in a minute that are an alarm, and roll a refresh back.
   *
   * @default 10
   */
  serverErrors?: number;
}

/** A statement of the instances' role. */
export interface PermissionArgs {
  /** Actions, e.g. `["s3:GetObject"]`. */
  actions: string[];
  /** ARNs of the resources that they are about. */
  resources: pulumi.Input<string>[];
}
