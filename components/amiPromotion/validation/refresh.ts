import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { RefreshArgs, TimeoutsArgs } from "../args";
import type { FleetArgs } from "../fleetArgs";

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
