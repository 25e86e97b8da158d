import type { TimeoutsArgs } from "./args";

/** Minutes that each step may take where the arguments give none. */
export const TIMEOUTS: Required<TimeoutsArgs> = {
  image: 60,
  database: 60,
  review: 1440,
  refresh: 120,
  setupPackages: 30,
  tests: 60,
};
