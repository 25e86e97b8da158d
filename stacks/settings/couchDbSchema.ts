import { z } from "zod";

// The settings of a database. The shape follows the arguments of CouchDb, where groups are named instead of passed; limits
// that depend on each other the component's validators check.

/** The name in `admit` that stands for all applications of the environment. */
export const APPLICATIONS = "application";

export const couchDbSchema = z
  .strictObject({
    instanceType: z.string().describe("EC2 instance type, e.g. `t3.medium`; a change keeps the data."),
    amiId: z
      .string()
      .describe("Image with CouchDB 3, or Amazon Linux 2023 with `install`; of the type's architecture."),
    install: z
      .array(
        z.strictObject({
          url: z.string().describe("`https://…` or `s3://bucket/key` of an RPM."),
          sha256: z.string().describe("Its SHA-256 checksum; with another, nothing is installed."),
        }),
      )
      .optional()
      .describe("RPMs to install at the first boot: CouchDB and what it needs; the image has CouchDB when left out."),
    admit: z
      .array(z.string())
      .describe("Services that may connect on port 5984, by name; `application` stands for all of them."),
    subnetIndex: z
      .int()
      .default(0)
      .describe("Place, from 0, of the database subnet; decides the volume's zone for ever."),
    volume: z
      .strictObject({
        sizeGiB: z.int().describe("Size, 1–16384 GiB; it can grow, never shrink."),
        iops: z.int().default(3000).describe("Operations per second, 3000–16000; more than 3000 bills."),
        throughputMiBps: z.int().default(125).describe("MiB per second, 125–1000; more than 125 bills."),
      })
      .default({ sizeGiB: 50, iops: 3000, throughputMiBps: 125 })
      .describe("The encrypted gp3 volume with the data; bills per GB."),
    encryption: z
      .enum(["aws", "own"])
      .default("aws")
      .describe("AWS's keys, or a KMS key of the database's own; decides the volume for ever."),
    backup: z
      .strictObject({
        hoursUtc: z.array(z.int()).default([2]).describe("Hours of the day (0–23) at which a backup starts."),
        dailyDays: z.int().default(14).describe("Days that a backup is kept, 3 or more."),
        weeklyDays: z.int().default(60).describe("Days that the backups of a Sunday are kept, 15 or more."),
        monthlyDays: z.int().default(400).describe("Days that those of a month's first day are kept, 63 or more."),
        snapshotHours: z.literal([1, 2, 3, 4, 6, 8, 12, 24]).default(24).describe("Hours between two snapshots."),
        snapshots: z.int().default(7).describe("Snapshots that are kept, 2–1000."),
      })
      .default({ hoursUtc: [2], dailyDays: 14, weeklyDays: 60, monthlyDays: 400, snapshotHours: 24, snapshots: 7 })
      .describe("Backups of the files in S3 and snapshots of the volume; both bill per GB."),
  })
  .describe("CouchDB on an instance with a volume of its own; none when left out. Protected outside development.");

/** A database as the settings describe it. */
export type CouchDbSettings = z.infer<typeof couchDbSchema>;
