import type { Environment } from "../../environment";
import type { Context } from "../../shared/context";
import type { LogRetentionDays } from "../../shared/logRetention";
import type { CommandsArgs } from "../commandsArgs";
import type { FleetRouteArgs, PermissionArgs, RootVolumeArgs } from "../fleetArgs";

/** Arguments of {@link ReleaseBox}. */
export interface ReleaseBoxArgs {
  /** Names, tags, region and protection of the environment. */
  context: Context;
  /** Where the box runs. */
  environment: Environment;
  /** EC2 instance type, e.g. `m7i.large`. */
  instanceType: string;
  /** Image that the box is made of, e.g. `ami-0123456789abcdef0`. Another one makes a new box. */
  imageId: string;
  /** The volume that the system starts from; it bills per GiB and month. */
  rootVolume: RootVolumeArgs;
  /**
   * First-boot script. EC2 lets whoever may describe the instance read it: no secrets.
   *
   * @default - none
   */
  userData?: string;
  /**
   * How its bare test site is reached from the environment's load balancer.
   *
   * @default - not at all
   */
  route?: FleetRouteArgs;
  /**
   * What runs after each deployment: database update, setup packages, tests, in this order, as far as they are given.
   *
   * @default - nothing
   */
  commands?: CommandsArgs;
  /**
   * What the application on the box may do in AWS.
   *
   * @default - Session Manager, and reading its releases
   */
  permissions?: PermissionArgs[];
  /**
   * Accounts whose environments may start instances from its images: they may use the key of its volumes.
   *
   * @default [] - this account alone
   */
  shareWith?: string[];
  /**
   * Days that log groups keep events.
   *
   * @default 30
   */
  logRetentionDays?: LogRetentionDays;
}
