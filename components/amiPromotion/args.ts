import type { Environment } from "../environment";
import type { Context } from "../shared/context";
import type { LogRetentionDays } from "../shared/logRetention";
import type { CommandsArgs } from "./commandsArgs";
import type { FleetArgs } from "./fleetArgs";
import type { MonitoringArgs } from "./monitoringArgs";
import type { Source } from "./source";

/** Arguments of {@link AmiPromotion}. What decides which resources exist is a plain value; only leaves may be outputs. */
export interface AmiPromotionArgs {
  /** Names, tags, region and protection of the environment. */
  context: Context;
  /** Where the fleets run: its network, load balancer, application group and topics. */
  environment: Environment;
  /** Where images come from: the release box, or the environment before this one. */
  source: Source;
  /**
   * Image that the fleets start from before the first promotion, e.g. `ami-0123456789abcdef0`; without effect afterwards.
   * Give one of the application: instances that never become healthy are replaced again and again.
   */
  initialImageId: string;
  /** The fleets that are cloned from one image, at least one; they are replaced one after the other, in this order. */
  fleets: FleetArgs[];
  /**
   * What runs in the environment's network: database update, setup packages, regression tests.
   *
   * @default - nothing runs: the promotion replaces instances and no more
   */
  commands?: CommandsArgs;
  /** How instances are replaced. */
  refresh?: RefreshArgs;
  /** How long a step of the promotion may take. */
  timeouts?: TimeoutsArgs;
  /**
   * The monitoring service that learns of new and retired instances.
   *
   * @default - none
   */
  monitoring?: MonitoringArgs;
  /**
   * Who may use the images besides this account.
   *
   * @default - nobody
   */
  sharing?: SharingArgs;
  /**
   * Images (1–100) that are kept besides those in use. Their snapshots bill per GB and month.
   *
   * @default 3
   */
  keepImages?: number;
  /**
   * Days that log groups keep events.
   *
   * @default 30
   */
  logRetentionDays?: LogRetentionDays;
}

/**
 * How an instance refresh replaces a fleet. The old instances serve until the new ones are healthy.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-instance-refresh.html
 */
export interface RefreshArgs {
  /**
   * Healthy instances at most while instances are replaced, in percent of the desired number (101–200): what is above 100
   * decides how many start at once.
   *
   * @default 200 - as many new instances as old ones
   */
  maxHealthyPercent?: number;
  /**
   * Percentages (1–100, rising, the last is 100) at which the refresh rests, e.g. `[10, 100]` for a canary.
   *
   * @default - none
   */
  checkpointPercents?: number[];
  /**
   * Minutes (1–2880) at each checkpoint; the alarms decide meanwhile.
   *
   * @default 10
   */
  checkpointMinutes?: number;
  /**
   * Minutes (0–2880) that all instances are watched at the end before the refresh counts.
   *
   * @default 0
   */
  bakeMinutes?: number;
  /**
   * Names of further CloudWatch alarms that roll the refresh back, besides those of the fleets; ten together at most.
   *
   * @default []
   */
  alarms?: string[];
}

/** Minutes that a step may take before the promotion gives it up and rolls back. */
export interface TimeoutsArgs {
  /**
   * Until an image is available, 1–1440.
   *
   * @default 60
   */
  image?: number;
  /**
   * Database update, and the script for its review, 1–480.
   *
   * @default 60
   */
  database?: number;
  /**
   * Review of the database script, 1–20160: no word in time stops the promotion without a change.
   *
   * @default 1440
   */
  review?: number;
  /**
   * Refresh of one fleet, and its way back, 1–2880; at least its checkpoints, bake time and batches together, each batch
   * with the fleet's `readySeconds` and `warmupSeconds`.
   *
   * @default 120
   */
  refresh?: number;
  /**
   * Setup packages, 1–480.
   *
   * @default 30
   */
  setupPackages?: number;
  /**
   * Regression tests, 1–480.
   *
   * @default 60
   */
  tests?: number;
}

/** Accounts of environments further up the chain. Images must be encrypted with a key that they may use. */
export interface SharingArgs {
  /** Account ids, e.g. `["123456789012"]`. */
  accounts: string[];
}
