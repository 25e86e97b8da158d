import { Region } from "@pulumi/aws/types/enums";
import { z } from "zod";
import { NAME } from "../../components/shared/formats";
import { LOG_RETENTION_DAYS } from "../../components/shared/logRetention";
import { couchDbSchema } from "./couchDbSchema";
import { ec2TargetsSchema, pipelineSchema } from "./pipelineSchema";
import { promotionSchema, releaseBoxSchema } from "./promotionSchema";
import { fileSystemSchema, serviceSchema } from "./serviceSchema";

// The one definition of a stack's settings: it types the code, validates, and is the source of slipway.schema.json and
// docs/settings.md. What a value alone cannot tell (relations, formats of names) the components' validators check.

const prefixLength = z.int().min(16).max(28);
const name = (maxLength: number) => z.string().regex(NAME).max(maxLength);
const strings = (description: string) => z.array(z.string()).describe(description);

const newNetwork = z
  .strictObject({
    kind: z.literal("new"),
    cidr: z
      .string()
      .describe("IPv4 range of the VPC, /16 to /24, e.g. `10.10.0.0/16`; may not overlap another stack's."),
    zones: strings("Availability zones, e.g. `[us-west-2a, us-west-2b]`; append only. Two or more in production."),
    subnets: z
      .strictObject({ public: prefixLength, application: prefixLength, database: prefixLength })
      .default({ public: 24, application: 20, database: 24 })
      .describe("Prefix lengths (16–28) of the subnets of each zone."),
    natGateways: z
      .enum(["none", "single", "perZone"])
      .describe(
        "How private subnets reach the internet. Each gateway bills per hour and GB. Production: `perZone` or `none`.",
      ),
    endpoints: z
      .enum(["none", "s3", "full"])
      .default("s3")
      .describe("VPC endpoints: S3's is free, each interface endpoint of `full` bills per zone and hour."),
    databaseInternetAccess: z
      .boolean()
      .default(false)
      .describe("Whether database subnets reach the internet through the NAT gateways."),
    flowLogs: z
      .enum(["ALL", "REJECT", "none"])
      .default("REJECT")
      .describe("Traffic that the VPC flow log records; bills per GB."),
  })
  .describe("A new VPC with a public, an application and a database subnet in each zone.");

const existingNetwork = z
  .strictObject({
    kind: z.literal("existing"),
    vpcId: z.string().describe("Id of the VPC, e.g. `vpc-4d4bec2b`."),
    subnetIds: strings("Subnets of the application; two or more in different zones for a load balancer."),
    publicSubnetIds: strings("Subnets of the load balancer; `subnetIds` when left out.").optional(),
    databaseSubnetIds: strings("Subnets of databases; `subnetIds` when left out.").optional(),
  })
  .describe("A network that is there already.");

const cluster = z
  .strictObject({
    instances: z
      .strictObject({
        instanceType: z.string().describe("EC2 instance type, e.g. `t3.medium`; Graviton types get the arm64 image."),
        minSize: z.int().min(0).describe("Fewest instances; two or more in production."),
        maxSize: z.int().min(1).describe("Most instances."),
        rootVolumeGiB: z.int().min(30).max(16384).default(50).describe("Size of the encrypted root volume in GiB."),
        targetCapacityPercent: z
          .int()
          .min(1)
          .max(100)
          .default(100)
          .describe("How full ECS keeps the instances; less keeps room for new tasks."),
        amiId: z.string().optional().describe("AMI to stay on; AWS's recommended ECS-optimized image when left out."),
      })
      .optional()
      .describe("EC2 capacity that scales with the tasks; Fargate only when left out."),
    containerInsights: z
      .enum(["enhanced", "enabled", "disabled"])
      .default("enhanced")
      .describe("CloudWatch Container Insights; bills per metric."),
  })
  .describe("Capacity of the ECS cluster. Fargate is always there.");

const domain = z
  .strictObject({
    name: z.string().describe("DNS name of the load balancer, e.g. `integration.twig.example.com`."),
    aliases: strings("Further names, e.g. `*.integration.twig.example.com`.").optional(),
    hostedZone: z.string().describe("Public hosted zone: its name, or its id where the name is ambiguous."),
  })
  .describe("A name in a Route 53 hosted zone of this account; gets records, and a certificate unless one is given.");

const loadBalancer = z
  .strictObject({
    scheme: z
      .enum(["internet-facing", "internal"])
      .default("internet-facing")
      .describe("Whether its addresses are public."),
    protocol: z
      .enum(["https", "http"])
      .default("https")
      .describe("`https` redirects HTTP; `http` is refused in production."),
    certificateArn: z
      .string()
      .optional()
      .describe("Certificate in the stack's region; issued for `domain` when left out."),
    domain: domain.optional(),
    allowedCidrs: strings("IPv4 ranges that may connect; everybody when left out, required for `internal`.").optional(),
    tlsPolicy: z.string().optional().describe("Security policy of the HTTPS listener; TLS 1.2 and 1.3 when left out."),
    idleTimeoutSeconds: z.int().min(1).max(4000).default(60).describe("Seconds that a connection may be idle."),
    accessLogDays: z.int().min(1).max(3650).default(90).describe("Days that access logs are kept."),
    webAclArn: z.string().optional().describe("Regional AWS WAF web ACL to put in front."),
  })
  .describe("The application load balancer that services share; none when left out. Bills per hour and by load.");

const healthCheck = z.strictObject({
  name: name(30).describe("Unique in the environment, e.g. `site`."),
  domain: z.string().describe("Public DNS name to ask."),
  path: z.string().default("/").describe("Path to ask for."),
  protocol: z.enum(["https", "http"]).default("https").describe("Asks port 443, or 80."),
  expectedText: z.string().min(1).max(255).optional().describe("Text that the answer must contain."),
  failureThreshold: z.int().min(1).max(10).default(3).describe("Checks in a row that must fail."),
  intervalSeconds: z.literal([10, 30]).default(30).describe("Seconds between two checks; 10 bills more."),
});

/** Regions that the components are made for; those of the isolated and sovereign partitions lack some services. */
const REGIONS = Object.values(Region).filter((region) => !/^(us-iso|eu-iso|eusc)/.test(region));

/** Settings by the keys of `Pulumi.<stack>.yaml`, each written there as `slipway:<key>` (and `aws:region`). */
export const settingsSchema = z.strictObject({
  region: z.enum(REGIONS).describe("AWS region of the stack, in the key `aws:region`."),
  owner: name(20).describe("Person, team or company that owns the environment; first part of every name."),
  project: name(20).describe("Project that the environment runs; second part of every name."),
  stage: z
    .enum(["development", "staging", "production"])
    .describe("Outside `development` data is protected; `production` has rules of its own."),
  tags: z.record(z.string(), z.string()).default({}).describe("Further tags for every resource, e.g. `CostCenter`."),
  teardown: z
    .boolean()
    .default(false)
    .describe(
      "Lifts the protection of data, for the last `pulumi up` before `pulumi destroy`; pipelines lose services elsewhere.",
    ),
  network: z.discriminatedUnion("kind", [newNetwork, existingNetwork]),
  cluster: cluster.default({ containerInsights: "enhanced" }),
  loadBalancer: loadBalancer.optional(),
  services: z.array(serviceSchema).default([]).describe("Container services on the cluster; they bill by task."),
  fileSystems: z
    .array(fileSystemSchema)
    .default([])
    .describe("EFS file systems for volumes of services; they bill per GB and are protected outside development."),
  couchDb: couchDbSchema.optional(),
  releaseBox: releaseBoxSchema.optional(),
  promotion: promotionSchema.optional(),
  ec2Targets: z
    .array(ec2TargetsSchema)
    .default([])
    .describe("Fleets of instances that pipelines deploy to, in one or more regions; they bill by instance."),
  pipelines: z
    .array(pipelineSchema)
    .default([])
    .describe("Pipelines that bring one version of a source to every region; they bill by action and build minute."),
  notifications: z
    .strictObject({
      operations: strings("E-mail addresses for alarms and errors.").default([]),
      build: strings("E-mail addresses for builds and deployments.").default([]),
    })
    .default({ operations: [], build: [] })
    .describe("Who is told; each address gets a message to confirm first."),
  alarms: z
    .strictObject({
      serverErrors: z.int().min(1).default(10).describe("5xx answers in five minutes."),
      latencySeconds: z.number().positive().default(2).describe("Seconds within which 99 % of requests are answered."),
    })
    .default({ serverErrors: 10, latencySeconds: 2 })
    .describe("Thresholds of the alarms."),
  healthChecks: z.array(healthCheck).default([]).describe("Route 53 health checks; each bills per month."),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS).default(30).describe("Days that log groups keep events."),
});

/** Settings that must be Pulumi secrets (`pulumi config set --secret`), and so are never part of the plain settings. */
export const secretSettings = {
  operationsWebhook:
    "HTTPS endpoint of an incident service for alarms and errors, e.g. PagerDuty's. It holds a token: set it with `--secret`.",
  monitoringToken: "What `promotion.monitoring.header` is sent with, e.g. `Bearer …`: set it with `--secret`.",
} as const;

export type SecretName = keyof typeof secretSettings;

/** A stack's settings, complete with defaults. */
export type Settings = z.infer<typeof settingsSchema>;
