import type * as pulumi from "@pulumi/pulumi";

/** One container of a task. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html */
export interface ContainerArgs {
  /** Unique in the task; letters, digits, dashes and underscores, e.g. `web`. */
  name: string;
  /**
   * Image by full URL with tag or digest, of ECR or any other registry, e.g.
   * `123456789012.dkr.ecr.us-west-2.amazonaws.com/twig:1.4.2` or `mysql:8.4`.
   */
  image: string;
  /**
   * Secrets Manager secret with `username` and `password` of a private registry that is not ECR, by ARN.
   *
   * @default - the registry asks for none, or is ECR
   */
  registryCredentials?: pulumi.Input<string>;
  /**
   * TCP ports on which the container listens, each once in the task.
   *
   * @default []
   */
  ports?: number[];
  /** Arguments of the image's entry point, instead of the image's own. */
  command?: string[];
  /** Entry point instead of the image's own. */
  entryPoint?: string[];
  /** Environment variables. They are readable in the console and in the plan: secrets belong under `secrets`. */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * Names of files (`lookup.env`) with environment variables, which ECS reads from the service's own bucket at the start
   * of a task. The operator puts them there; nobody but the service's execution role can read them, unless
   * somebody changes the bucket's policy or who may use the role.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
   */
  environmentFiles?: string[];
  /**
   * Environment variables whose values ECS reads at the start of a task: ARN of a Secrets Manager secret (with
   * `:key::` for one key of a JSON secret), or of an SSM parameter.
   */
  secrets?: Record<string, pulumi.Input<string>>;
  /** ARNs of the KMS keys of `secrets`, where they are not AWS's own. */
  secretKeys?: pulumi.Input<string>[];
  /**
   * CPU units of the task's `cpu` that are kept for this container.
   *
   * @default - containers share what is free
   */
  cpu?: number;
  /**
   * MiB of the task's `memoryMiB` at which this container is ended.
   *
   * @default - the task's
   */
  memoryMiB?: number;
  /**
   * MiB that are kept for this container.
   *
   * @default - none
   */
  memoryReservationMiB?: number;
  /**
   * Whether the task ends when this container ends. One container at least is essential.
   *
   * @default true
   */
  essential?: boolean;
  /** Containers that must have come so far before this one starts, by name. */
  dependsOn?: Record<string, "START" | "COMPLETE" | "SUCCESS" | "HEALTHY">;
  /** Command inside the container that tells whether it is well. */
  healthCheck?: ContainerHealthCheckArgs;
  /** Volumes of the task in the container's file system. */
  mounts?: MountArgs[];
  /**
   * User and group, by id, e.g. `1000:1000`, or by a name that the image knows.
   *
   * @default "1000:1000"
   */
  user?: string;
  /**
   * Paths that the container may write to although its root is read-only, each empty at the start and with its size in
   * MiB, e.g. `{ "/tmp": 64 }`. They are in memory, part of the container's, and gone with it.
   *
   * @default {} - none
   */
  scratch?: Record<string, number>;
  /**
   * Whether the container may write to its own file system, and not to volumes and `scratch` only.
   *
   * @default false
   */
  writableRoot?: boolean;
  /**
   * Seconds (1–120) between the signal to end and the end by force.
   *
   * @default 30
   */
  stopTimeoutSeconds?: number;
}

/** A check that ECS runs in the container. */
export interface ContainerHealthCheckArgs {
  /** A shell command; exit code 0 is health. */
  command: string;
  /**
   * Seconds (5–300) between two checks.
   *
   * @default 30
   */
  intervalSeconds?: number;
  /**
   * Seconds (2–60) that a check may take.
   *
   * @default 5
   */
  timeoutSeconds?: number;
  /**
   * Failures in a row (1–10) that make the container unhealthy.
   *
   * @default 3
   */
  retries?: number;
  /**
   * Seconds (0–300) after the start during which failures do not count.
   *
   * @default 0
   */
  startPeriodSeconds?: number;
}

/** A volume of the task in a container. */
export interface MountArgs {
  /** Name of the volume. */
  volume: string;
  /** Absolute path in the container. */
  path: string;
  /**
   * Whether the container may only read.
   *
   * @default false
   */
  readOnly?: boolean;
}
