import { z } from "zod";
import { NAME } from "../../components/shared/formats";

// The settings of services and file systems. The shapes follow the arguments of EcsService and FileSystem, where services
// and file systems are named instead of passed.

const port = z.int().min(1).max(65535);
const minutes = z.int().min(0).max(1440);
const percent = z.number().min(1).max(100);
const strings = (description: string) => z.array(z.string()).describe(description);
const variables = (description: string) => z.record(z.string(), z.string()).describe(description);

const containerHealthCheck = z
  .strictObject({
    command: z.string().describe("Shell command in the container; exit code 0 is health."),
    intervalSeconds: z.int().min(5).max(300).default(30).describe("Seconds between two checks."),
    timeoutSeconds: z.int().min(2).max(60).default(5).describe("Seconds that a check may take."),
    retries: z.int().min(1).max(10).default(3).describe("Failures in a row that make the container unhealthy."),
    startPeriodSeconds: z.int().min(0).max(300).default(0).describe("Seconds after the start without judgement."),
  })
  .describe("Check that ECS runs in the container.");

const mount = z.strictObject({
  volume: z.string().describe("Name of one of the task's volumes."),
  path: z.string().describe("Absolute path in the container."),
  readOnly: z.boolean().default(false).describe("Whether the container may only read."),
});

const container = z.strictObject({
  name: z.string().describe("Unique in the task, e.g. `web`."),
  image: z.string().describe("Image of any registry by full URL with tag or digest."),
  registryCredentials: z
    .string()
    .optional()
    .describe("ARN of the secret with user name and password of a private registry other than ECR."),
  ports: z.array(port).default([]).describe("TCP ports on which it listens, each once in the task."),
  command: strings("Arguments instead of the image's own.").optional(),
  entryPoint: strings("Entry point instead of the image's own.").optional(),
  environment: variables("Environment variables; no secrets, they are readable in the console.").default({}),
  environmentFiles: strings("Files (`lookup.env`) with variables, in the service's own bucket.").default([]),
  secrets: variables("Variables that ECS reads at the start: ARN of a secret or of an SSM parameter.").default({}),
  secretKeys: strings("ARNs of the KMS keys of `secrets`, where they are not AWS's own.").default([]),
  cpu: z.int().min(1).optional().describe("CPU units of the task that are kept for this container."),
  memoryMiB: z.int().min(6).optional().describe("MiB of the task at which this container is ended."),
  memoryReservationMiB: z.int().min(6).optional().describe("MiB of the task that are kept for this container."),
  essential: z.boolean().default(true).describe("Whether the task ends when this container ends."),
  dependsOn: z
    .record(z.string(), z.enum(["START", "COMPLETE", "SUCCESS", "HEALTHY"]))
    .default({})
    .describe("What other containers must have reached first, by name."),
  healthCheck: containerHealthCheck.optional(),
  mounts: z.array(mount).default([]).describe("Volumes of the task in the container."),
  user: z.string().default("1000:1000").describe("User and group by id, or a name that the image knows."),
  scratch: z
    .record(z.string(), z.int().min(1))
    .default({})
    .describe("Paths that it may write to, in memory, each with its MiB, e.g. `{ /tmp: 64 }`."),
  writableRoot: z.boolean().default(false).describe("Whether the container may write to its own file system."),
  stopTimeoutSeconds: z.int().min(1).max(120).default(30).describe("Seconds between the signal to end and the end."),
});

const capacity = z.strictObject({
  provider: z
    .enum(["instances", "fargate", "fargateSpot"])
    .describe("`instances` are the cluster's; they cannot be mixed with Fargate."),
  weight: z.int().min(0).max(1000).default(1).describe("Relative share of the tasks above the base."),
  base: z.int().min(0).max(100000).default(0).describe("Tasks that run here first; one provider may have a base."),
});

const route = z
  .strictObject({
    priority: z.int().min(1).max(50000).describe("Order of the listener rule, unique; the lowest that matches wins."),
    port: port.describe("Container port that takes the requests."),
    hosts: strings("Host names, e.g. `api.example.com`; hosts or paths or both, at most five together.").default([]),
    paths: strings("Path patterns, e.g. `/api/*`.").default([]),
    hostedZone: z.string().optional().describe("Zone, by name or id, in which `hosts` get alias records."),
    healthCheck: z
      .strictObject({
        path: z.string().describe("Path of the application that tells whether it is well."),
        matcher: z.string().default("200").describe("Status codes that mean health, e.g. `200-299`."),
        intervalSeconds: z.int().min(5).max(300).default(15).describe("Seconds between two checks."),
        timeoutSeconds: z.int().min(2).max(120).default(5).describe("Seconds to wait, less than the interval."),
        healthyThreshold: z.int().min(2).max(10).default(2).describe("Good checks in a row that count."),
        unhealthyThreshold: z.int().min(2).max(10).default(3).describe("Bad checks in a row that count."),
        gracePeriodSeconds: z.int().min(0).default(60).describe("Seconds after a start without judgement."),
      })
      .describe("The application's own check, asked by the load balancer."),
    deregistrationDelaySeconds: z.int().min(0).max(3600).default(30).describe("Seconds to finish requests."),
    slowStartSeconds: z.int().min(30).max(900).optional().describe("Seconds until a new target has its full share."),
  })
  .describe("How requests reach the service from the load balancer.");

const schedule = z.strictObject({
  name: z.string().regex(NAME).max(30).describe("Unique in the service, e.g. `evening`."),
  cron: z.string().describe("Six fields, e.g. `0 20 * * ? *`."),
  timezone: z.string().default("UTC").describe("IANA time zone, e.g. `Europe/Berlin`."),
  min: z.int().min(0).describe("Fewest tasks from then on."),
  max: z.int().min(0).describe("Most tasks from then on."),
});

const scaling = z
  .strictObject({
    min: z.int().min(0).describe("Fewest tasks."),
    max: z.int().min(1).describe("Most tasks."),
    cpuPercent: percent.optional().describe("Average CPU to hold, in % of the task's."),
    memoryPercent: percent.optional().describe("Average memory to hold, in % of the task's."),
    requestsPerTarget: z.number().positive().optional().describe("Requests per target and minute to hold."),
    serverErrors: z
      .strictObject({
        threshold: z.int().min(1).describe("5xx answers in a minute from which tasks are added."),
        add: z.int().min(1).default(1).describe("Tasks that are added at a time."),
      })
      .optional()
      .describe("Adds tasks while the application answers with 5xx."),
    schedules: z.array(schedule).default([]).describe("New limits at given times."),
  })
  .describe("How the number of tasks follows the load; ECS owns the number then.");

const rolling = z
  .strictObject({
    strategy: z.literal("rolling"),
    minimumHealthyPercent: z.int().min(0).max(100).default(100).describe("Share of the tasks that keep running."),
    maximumPercent: z.int().min(100).max(200).default(200).describe("Share of the tasks that may run meanwhile."),
  })
  .describe("Replaces tasks a few at a time; a circuit breaker rolls a bad version back.");

const trafficShift = {
  bakeMinutes: minutes.default(5).describe("Minutes that both versions run after all traffic has moved."),
  testTraffic: z
    .strictObject({
      priority: z.int().min(1).max(50000).describe("Order of its listener rule, below the route's."),
      header: z.string().describe("Header that leads to the new version, e.g. `x-version`."),
      value: z.string().describe("Value of the header, e.g. `next`."),
    })
    .optional()
    .describe("Requests that reach the new version first."),
  pauses: z
    .array(
      z.strictObject({
        at: z
          .enum(["beforeNewTasks", "afterNewTasks", "afterTestTraffic", "afterProductionTraffic"])
          .describe("Point at which the deployment waits for somebody's word."),
        timeoutMinutes: z.int().min(1).max(20160).describe("Minutes to wait."),
        onTimeout: z.enum(["rollback", "continue"]).default("rollback").describe("What happens without a word."),
      }),
    )
    .default([])
    .describe("Waits that are announced on the build topic."),
};

const blueGreen = z
  .strictObject({ strategy: z.literal("blueGreen"), ...trafficShift })
  .describe("Starts a second set of tasks and moves all traffic at once.");

const canary = z
  .strictObject({
    strategy: z.literal("canary"),
    canaryPercent: z.number().min(0.1).max(100).describe("Share of the traffic that moves first."),
    canaryBakeMinutes: minutes.default(10).describe("Minutes until the rest follows."),
    ...trafficShift,
  })
  .describe("Moves a part of the traffic first, the rest later.");

const linear = z
  .strictObject({
    strategy: z.literal("linear"),
    stepPercent: z.number().min(3).max(100).describe("Share of the traffic that moves with each step."),
    stepBakeMinutes: minutes.default(6).describe("Minutes between two steps."),
    ...trafficShift,
  })
  .describe("Moves the traffic in equal steps.");

const volume = z.strictObject({
  name: z.string().describe("Unique in the task."),
  fileSystem: z.string().optional().describe("Name of a file system; an empty volume of each task when left out."),
  accessPoint: z.string().optional().describe("Name of its access point."),
});

const permission = z.strictObject({
  actions: strings('Actions, e.g. `["s3:GetObject"]`.').min(1),
  resources: strings("ARNs of the resources that they are about.").min(1),
});

export const serviceSchema = z.strictObject({
  name: z.string().regex(NAME).max(40).describe("Unique in the stack, e.g. `twig-api`; part of every name."),
  source: z
    .strictObject({
      repository: z.string().describe("Name of the repository, e.g. `twig-api`."),
      branch: z.string().describe("Branch that is deployed, e.g. `master`."),
    })
    .optional()
    .describe("Where the code comes from; part of the log group's name."),
  containers: z.array(container).min(1).max(10).describe("The containers of a task."),
  cpu: z.int().min(128).max(196608).describe("CPU of a task in 1/1024 vCPU."),
  memoryMiB: z.int().min(6).describe("Memory of a task in MiB; Fargate allows certain values for each `cpu`."),
  architecture: z.enum(["x86_64", "arm64"]).optional().describe("What images are built for, on Fargate; `x86_64`."),
  capacity: z
    .array(capacity)
    .min(1)
    .optional()
    .describe("Where tasks run; the cluster's instances, or Fargate where it has none, when left out."),
  desiredCount: z
    .int()
    .min(0)
    .optional()
    .describe(
      "Number of tasks; two or more in production behind a route. The fewest of `scaling`, or 1, when left out.",
    ),
  route: route.optional(),
  discovery: z
    .strictObject({
      via: z.enum(["dns", "serviceConnect"]).describe("Cloud Map records, or ECS Service Connect."),
      port: port.describe("Container port at which others find it."),
      protocol: z
        .enum(["http", "http2", "grpc", "tcp"])
        .optional()
        .describe("What Service Connect understands of the requests; `tcp`."),
    })
    .optional()
    .describe("How other services find this one, at `name.owner-project-environment.internal`."),
  connectsTo: strings("Services whose ports this one may reach, by name.").default([]),
  volumes: z.array(volume).default([]).describe("Volumes that containers mount."),
  scaling: scaling.optional(),
  deployment: z
    .discriminatedUnion("strategy", [rolling, blueGreen, canary, linear])
    .default({ strategy: "rolling", minimumHealthyPercent: 100, maximumPercent: 200 })
    .describe("How a new version replaces the old one."),
  imageOwner: z
    .enum(["program", "pipeline"])
    .default("program")
    .describe("Who decides which image runs: these settings, or a pipeline after the first."),
  exec: z.boolean().default(false).describe("Whether `aws ecs execute-command` opens a shell; sessions are logged."),
  permissions: z.array(permission).default([]).describe("What the application may do in AWS."),
  alarms: z
    .strictObject({
      serverErrors: z.int().min(1).default(10).describe("5xx answers in a minute."),
      latencySeconds: z.number().positive().default(2).describe("Seconds within which 99 % of requests are answered."),
    })
    .default({ serverErrors: 10, latencySeconds: 2 })
    .describe("Thresholds of the service's alarms; they also roll a deployment back."),
});

export const fileSystemSchema = z.strictObject({
  name: z.string().regex(NAME).max(30).describe("Unique in the stack, e.g. `data`."),
  existing: z
    .strictObject({
      id: z.string().describe("Its id, e.g. `fs-0123456789abcdef0`."),
      securityGroupId: z.string().describe("Security group of its mount targets; gets a rule for each service."),
    })
    .optional()
    .describe("A file system that is there already; a new one when left out."),
  accessPoints: z
    .array(
      z.strictObject({
        name: z.string().regex(NAME).max(30).describe("Unique in the file system, e.g. `charts`."),
        path: z.string().describe("Directory that it shows as the root, e.g. `/charts`."),
        uid: z.int().min(1).max(4294967295).describe("User that owns the directory and all files; not root."),
        gid: z.int().min(1).max(4294967295).describe("Group that owns them; not root."),
        permissions: z.string().default("0750").describe("Mode of the directory when it is made."),
      }),
    )
    .min(1)
    .describe("Ways in, each with its directory and owner."),
  backup: z.boolean().default(true).describe("Daily backups by AWS Backup; they bill per GB."),
});

/** A service as the settings describe it. */
export type ServiceSettings = z.infer<typeof serviceSchema>;
/** A file system as the settings describe it. */
export type FileSystemSettings = z.infer<typeof fileSystemSchema>;
