import type { EnvironmentArgs } from "./args";

/** What a database has to know about its environment before any resource exists: plain values, for checks. */
export interface DatabaseSite {
  /** Number of database subnets. */
  subnets: number;
  /** Whether AWS's APIs can be reached from there; taken for granted in a network that somebody else looks after. */
  reachesAws: boolean;
}

/** What databases may count on, from an environment's network. */
export function databaseSiteOf(network: EnvironmentArgs["network"]): DatabaseSite {
  if (network.kind === "existing") {
    return { subnets: (network.databaseSubnetIds ?? network.subnetIds).length, reachesAws: true };
  }
  return {
    subnets: network.zones.length,
    reachesAws: network.endpoints === "full" || network.databaseInternetAccess === true,
  };
}
