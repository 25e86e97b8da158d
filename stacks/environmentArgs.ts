import type { EnvironmentArgs } from "../components/environment/args";
import type { ServiceSettings } from "./settings/serviceSchema";
import type { Settings } from "./settings/schema";

/** The environment's arguments as far as the settings say them; services find each other where one of them is to be found. */
export function environmentArgs(
  { network, cluster, loadBalancer, notifications, alarms, healthChecks, logRetentionDays }: Partial<Settings>,
  services: readonly Partial<ServiceSettings>[],
): Partial<Omit<EnvironmentArgs, "context">> {
  const serviceDiscovery = services.some((service) => service.discovery !== undefined);
  return {
    network,
    cluster,
    loadBalancer,
    notifications,
    alarms,
    healthChecks,
    logRetentionDays,
    serviceDiscovery,
  };
}
