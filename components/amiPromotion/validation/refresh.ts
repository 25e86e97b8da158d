import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { RefreshArgs, TimeoutsArgs } from "../args";
import type { FleetArgs } from "../fleetArgs";
import { TIMEOUTS } from "../timeouts";

/** Most alarms that AWS takes for one refresh. */
const MAX_ALARMS = 10;

/** The refresh: room for new instances, checkpoints that rise to 100. */
export function validateRefresh(refresh: RefreshArgs, fleets: FleetArgs[], problems: Problems): void {
  const {
    maxHealthyPercent = 200,
    checkpointPercents = [],
    checkpointMinutes = 10,
    bakeMinutes = 0,
    alarms = [],
  } = refresh;
  problems.require(
    isBetween(maxHealthyPercent, 101, 200),
    "refresh.maxHealthyPercent",
    `${maxHealthyPercent} is out of range; allowed is 101–200: new instances start before old ones end`,
  );
  for (const [i, percent] of checkpointPercents.entries()) {
    const path = `refresh.checkpointPercents[${i}]`;
    problems.require(isBetween(percent, 1, 100), path, `${percent} is out of range; allowed is 1–100`);
    const before = checkpointPercents[i - 1] ?? 0;
    problems.require(percent > before, path, `${percent} does not rise above ${before}`);
  }
  problems.require(
    checkpointPercents.length === 0 || checkpointPercents.at(-1) === 100,
    "refresh.checkpointPercents",
    `ends at ${checkpointPercents.at(-1)}; the last is 100, or old instances stay`,
  );
  problems.require(
    isBetween(checkpointMinutes, 1, 2880),
    "refresh.checkpointMinutes",
    `${checkpointMinutes} is out of range; allowed is 1–2880 minutes`,
  );
  problems.require(
    isBetween(bakeMinutes, 0, 2880),
    "refresh.bakeMinutes",
    `${bakeMinutes} is out of range; allowed is 0–2880 minutes`,
  );
  problems.unique(alarms, "refresh.alarms");
  // Each fleet with a route brings one of its own, and all count for every refresh.
  const own = fleets.filter(({ route }) => route).length;
  problems.require(
    alarms.length + own <= MAX_ALARMS,
    "refresh.alarms",
    `has ${alarms.length} alarms; AWS takes ${MAX_ALARMS} for a refresh, with the ${own} of the fleets`,
  );
}

/** Each fleet's refresh fits into its time, though every new instance takes as long as it may to be ready. */
export function validateRefreshTime(
  { maxHealthyPercent = 200, checkpointPercents = [], checkpointMinutes = 10, bakeMinutes = 0 }: RefreshArgs,
  { refresh: minutes = TIMEOUTS.refresh }: TimeoutsArgs,
  fleets: FleetArgs[],
  problems: Problems,
): void {
  const checkpoints = checkpointPercents.length;
  for (const { name, scaling, readySeconds = 0, warmupSeconds = 120 } of fleets) {
    const room = Math.ceil(100 / Math.max(1, maxHealthyPercent - 100));
    const batches = Math.min(scaling.max, Math.max(checkpoints, room));
    const batchMinutes = Math.ceil((readySeconds + warmupSeconds) / 60);
    const needed = checkpoints * checkpointMinutes + bakeMinutes + batches * batchMinutes;
    const parts = [
      ...(checkpoints > 0 ? [`${checkpoints} checkpoints of ${checkpointMinutes}`] : []),
      ...(bakeMinutes > 0 ? [`${bakeMinutes} at the end`] : []),
      `${batches} batches of ${batchMinutes}`,
    ];
    const sum = [parts.slice(0, -1).join(", "), parts.at(-1)].filter(Boolean).join(" and ");
    problems.require(
      needed <= minutes,
      "timeouts.refresh",
      `${minutes} minutes are too few: fleet "${name}" may take ${needed}, with ${sum}; give more time, or rest less`,
    );
  }
}

/** Longest that each step may be given, in minutes. */
const LIMITS: Required<TimeoutsArgs> = {
  image: 1440,
  database: 480,
  review: 20160,
  refresh: 2880,
  setupPackages: 480,
  tests: 480,
};

export function validateTimeouts(timeouts: TimeoutsArgs, problems: Problems): void {
  for (const [name, limit] of Object.entries(LIMITS)) {
    const minutes = timeouts[name as keyof TimeoutsArgs] ?? 1;
    const reason = `${minutes} is out of range; allowed is 1–${limit} minutes`;
    problems.require(isBetween(minutes, 1, limit), `timeouts.${name}`, reason);
  }
}
