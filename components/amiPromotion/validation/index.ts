import { AMI_ID, isBetween } from "../../shared/formats";
import { Problems, type Problem } from "../../shared/problems";
import type { AmiPromotionArgs } from "../args";
import type { FleetArgs } from "../fleetArgs";
import { validateCommands } from "./commands";
import { validateFleet } from "./fleet";
import { validateMonitoring } from "./monitoring";
import { validateRefresh, validateRefreshTime, validateTimeouts } from "./refresh";

/** What the checks know of the environment. */
export interface PromotionHost {
  /** Whether it has a load balancer. */
  hasLoadBalancer: boolean;
}

/** Arguments to check; the environment and the source are outputs or checked elsewhere. */
export type CheckedPromotion = Omit<AmiPromotionArgs, "environment" | "source">;

/** Most fleets: a promotion replaces them one after the other, within its day. */
const MAX_FLEETS = 10;

/** Everything that is wrong with the arguments of an AmiPromotion, relations between them included. */
export function validatePromotion(args: CheckedPromotion, host: PromotionHost): Problem[] {
  const problems = new Problems();
  const { context, initialImageId, fleets, commands, keepImages = 3, sharing, monitoring } = args;
  problems.require(
    AMI_ID.test(initialImageId),
    "initialImageId",
    `"${initialImageId}" is not an AMI id such as ami-0123456789abcdef0`,
  );
  problems.require(isBetween(fleets.length, 1, MAX_FLEETS), "fleets", `has ${fleets.length} fleets; allowed is 1–10`);
  for (const [i, fleet] of fleets.entries()) validateFleet(fleet, `fleets[${i}]`, context, host, problems);
  requireUnique(fleets, ({ name }) => name, "name", problems);
  requireUnique(fleets, ({ route }) => route?.priority, "route.priority", problems);
  if (commands) validateCommands(commands, "commands", problems);
  validateRefresh(args.refresh ?? {}, fleets, problems);
  validateTimeouts(args.timeouts ?? {}, problems);
  validateRefreshTime(args.refresh ?? {}, args.timeouts ?? {}, fleets, problems);
  if (monitoring) validateMonitoring(monitoring, problems);
  problems.require(
    isBetween(keepImages, 1, 100),
    "keepImages",
    `${keepImages} is out of range; allowed is 1–100 images`,
  );
  for (const [i, account] of (sharing?.accounts ?? []).entries()) {
    problems.require(
      /^\d{12}$/.test(account),
      `sharing.accounts[${i}]`,
      `"${account}" is not an account id of 12 digits`,
    );
  }
  problems.unique(sharing?.accounts ?? [], "sharing.accounts");
  return problems.all;
}

/** What two fleets of one environment may not share. */
function requireUnique(
  fleets: FleetArgs[],
  value: (fleet: FleetArgs) => string | number | undefined,
  property: string,
  problems: Problems,
): void {
  const values = fleets.map(value);
  for (const [i, one] of values.entries()) {
    const isFirst = one === undefined || values.indexOf(one) === i;
    problems.require(
      isFirst,
      `fleets[${i}].${property}`,
      `${JSON.stringify(one)} is taken by fleets[${values.indexOf(one)}]`,
    );
  }
}
