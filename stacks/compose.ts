import type * as pulumi from "@pulumi/pulumi";
import { Environment } from "../components/environment";
import type { LoadedStack } from "./load";

/** Builds the components that a stack's settings ask for. Returns the stack's outputs. */
export function composeStack({
  settings,
  context,
  operationsWebhook,
}: LoadedStack): Record<string, pulumi.Input<unknown>> {
  const { network, cluster, loadBalancer, applicationPorts, alarms, healthChecks, logRetentionDays } = settings;
  const environment = new Environment(context.prefix, {
    context,
    network,
    cluster,
    loadBalancer,
    applicationPorts,
    alarms,
    healthChecks,
    logRetentionDays,
    notifications: { ...settings.notifications, operationsWebhook },
  });
  return environment.outputs();
}
