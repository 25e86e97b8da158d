import { z } from "zod";
import { NAME } from "../../components/shared/formats";

// The settings of the release box and of promotions. The shapes follow the arguments of ReleaseBox and AmiPromotion, where
// the source is named by its stack, and user data by its file.

const port = z.int().min(1).max(65535);
const minutes = (max: number) => z.int().min(1).max(max);
const strings = (description: string) => z.array(z.string()).describe(description);
const texts = (description: string) => z.record(z.string(), z.string()).describe(description);

const rootVolume = z
  .strictObject({
    device: z
      .enum(["/dev/sda1", "/dev/xvda"])
      .describe("The image's root device: Windows and Ubuntu, or Amazon Linux."),
    sizeGiB: z.int().min(8).max(16384).describe("Size in GiB, at least the image's."),
  })
  .describe("The encrypted volume that the system starts from.");

const route = z
  .strictObject({
    priority: z.int().min(1).max(50000).describe("Order of the listener rule, unique; the lowest that matches wins."),
    port: port.describe("Port on which the instances answer HTTP."),
    hosts: strings("Host names, e.g. `uat.qbo.example.com`; hosts or paths or both, at most five together.").default(
      [],
    ),
    paths: strings("Path patterns, e.g. `/api/*`.").default([]),
    healthCheckPath: z.string().describe("Path of the application that tells whether it is well."),
    healthCheckMatcher: z.string().default("200").describe("Status codes that mean health, e.g. `200-299`."),
    deregistrationDelaySeconds: z.int().min(0).max(3600).default(60).describe("Seconds to finish requests."),
    stickySeconds: z.int().min(60).max(604800).optional().describe("Seconds that a user stays with one instance."),
    serverErrors: z.int().min(1).default(10).describe("5xx answers in a minute that are an alarm."),
  })
  .describe("How requests come from the load balancer.");

const permissions = z
  .array(
    z.strictObject({
      actions: strings('Actions, e.g. `["s3:GetObject"]`.').min(1),
      resources: strings("ARNs of the resources that they are about.").min(1),
    }),
  )
  .default([])
  .describe("What the application may do in AWS.");

const userDataFile = z.string().optional().describe("First-boot script, a path from the project's root; no secrets.");

const commands = z
  .strictObject({
    workspace: z.string().describe("Folder of the commands' files, a path from the project's root."),
    url: z.string().describe("Address of the environment, e.g. `https://uat.qbo.example.com`."),
    database: z
      .strictObject({
        update: z.string().describe("Shell command that updates the database; `$SCRIPT` is the reviewed script."),
        script: z.string().optional().describe("Shell command that writes what it would do to `$SCRIPT`."),
        review: z.boolean().default(false).describe("Whether every promotion waits for a review."),
      })
      .optional()
      .describe("Update of the database; it is run again when a promotion is."),
    setupPackages: z
      .strictObject({
        paths: strings("Paths that are requested in this order, e.g. `/setup?package=mail.xml`."),
        expectedText: z.string().optional().describe("Text that each answer must contain."),
        timeoutSeconds: z
          .int()
          .min(1)
          .max(3600)
          .default(60)
          .describe("Seconds for each answer; more than a minute needs a higher loadBalancer.idleTimeoutSeconds too."),
        credentials: z.string().describe("ARN of the secret with `username` and `password`."),
      })
      .optional()
      .describe("Setup packages: the first failure stops."),
    tests: z
      .strictObject({
        command: z.string().describe("Shell command; the address of the environment is `$URL`."),
        report: z.string().describe("JUnit report that it writes, a path in the workspace."),
      })
      .optional()
      .describe("Front-end regression tests."),
    secrets: texts("Environment variables by ARN of a secret, or `ARN:json-key`.").default({}),
    secretKeys: strings("ARNs of the KMS keys of `secrets`, where they are not AWS's own.").default([]),
    reach: z
      .array(
        z.strictObject({
          port: port.describe("Port, e.g. 1433."),
          cidr: z.string().describe("IPv4 range, e.g. `10.60.200.0/24`."),
        }),
      )
      .default([])
      .describe("What the commands reach besides HTTPS."),
    image: z.string().optional().describe("Image of the build environment."),
  })
  .describe("What runs in the environment's network; bills per minute.");

const fleet = z.strictObject({
  name: z.string().regex(NAME).max(15).describe("Unique in the stack, e.g. `web`; part of every instance's name."),
  instanceType: z.string().describe("EC2 instance type, e.g. `m7i.large`."),
  scaling: z
    .strictObject({
      min: z.int().min(0).describe("Fewest instances; two or more in production."),
      max: z.int().min(1).describe("Most instances."),
      cpuPercent: z.number().min(1).max(100).optional().describe("Average CPU to hold."),
      requestsPerTarget: z.number().positive().optional().describe("Requests per instance and minute to hold."),
    })
    .describe("Sizes, and the load that changes the number."),
  userDataFile,
  rootVolume,
  route: route.optional(),
  readySeconds: z.int().min(30).max(7200).optional().describe("Seconds to complete the hook `ready` after a start."),
  drainSeconds: z.int().min(30).max(7200).optional().describe("Seconds to complete the hook `drain` before the end."),
  warmupSeconds: z.int().min(0).max(3600).default(120).describe("Seconds after which a new instance counts."),
  tags: texts("Further tags of the instances and volumes.").default({}),
  permissions,
});

export const releaseBoxSchema = z
  .strictObject({
    instanceType: z.string().describe("EC2 instance type, e.g. `m7i.large`."),
    imageId: z.string().describe("Image that the box is made of; another one makes a new box."),
    rootVolume,
    userDataFile,
    route: route.optional(),
    commands: commands.optional(),
    permissions,
    shareWith: strings("Accounts that may start instances from its images.").default([]),
  })
  .describe("The server that receives releases first, and that images are made of. Bills as an instance.");

export const promotionSchema = z
  .strictObject({
    source: z
      .strictObject({
        stack: z.string().describe("Stack of the release box, or of the environment before this one."),
        withoutReboot: z.boolean().default(false).describe("Whether the release box stays up while it is imaged."),
        copy: z.boolean().default(false).describe("Whether images are copied although they are in this region."),
      })
      .describe("Where images come from; those of another region are copied."),
    initialImageId: z.string().describe("Image before the first promotion; one of the application."),
    fleets: z.array(fleet).describe("Groups of instances that are clones of one image."),
    commands: commands.optional(),
    refresh: z
      .strictObject({
        maxHealthyPercent: z.int().min(101).max(200).default(200).describe("Instances at most meanwhile, in percent."),
        checkpointPercents: z.array(z.int()).default([]).describe("Where the refresh rests, e.g. `[10, 100]`."),
        checkpointMinutes: minutes(2880).default(10).describe("Minutes at each checkpoint."),
        bakeMinutes: z.int().min(0).max(2880).default(0).describe("Minutes that all are watched at the end."),
        alarms: strings("Further alarms that roll a refresh back.").default([]),
      })
      .default({ maxHealthyPercent: 200, checkpointPercents: [], checkpointMinutes: 10, bakeMinutes: 0, alarms: [] })
      .describe("How instances are replaced."),
    timeouts: z
      .strictObject({
        image: minutes(1440).default(60).describe("Minutes until an image is available."),
        database: minutes(480).default(60).describe("Minutes for the database update."),
        review: minutes(20160).default(1440).describe("Minutes for a review."),
        refresh: minutes(2880).default(120).describe("Minutes for the refresh of a fleet."),
        setupPackages: minutes(480).default(30).describe("Minutes for all setup packages."),
        tests: minutes(480).default(60).describe("Minutes for the tests."),
      })
      .default({ image: 60, database: 60, review: 1440, refresh: 120, setupPackages: 30, tests: 60 })
      .describe("How long steps may take."),
    monitoring: z
      .strictObject({
        endpoint: z.string().describe("HTTPS address that takes the messages."),
        method: z.enum(["POST", "PUT", "PATCH"]).default("POST").describe("Method of the requests."),
        header: z.string().describe("Header with the credentials, whose value is `slipway:monitoringToken`."),
        body: z
          .string()
          .optional()
          .describe("JSON with `<event>`, `<environment>`, `<group>`, `<instance>` and so on."),
      })
      .optional()
      .describe("Monitoring service that learns of new and retired instances."),
    shareWith: strings("Accounts that may use this environment's images.").default([]),
    keepImages: z.int().min(1).max(100).default(3).describe("Images that are kept besides those in use."),
  })
  .describe("Fleets, and the state machine that brings the next image to them: `npm run promote -- STACK`.");

/** A release box as the settings describe it. */
export type ReleaseBoxSettings = z.infer<typeof releaseBoxSchema>;
/** A promotion as the settings describe it. */
export type PromotionSettings = z.infer<typeof promotionSchema>;
/** Commands as the settings describe them. */
export type CommandsSettings = z.infer<typeof commands>;
