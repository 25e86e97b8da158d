import * as aws from "../shared/aws";
import type { Scope } from "../shared/scope";
import type { DiscoveryArgs, EcsServiceArgs } from "./args";

/** Where other services find one. */
export interface Discovery extends DiscoveryArgs {
  /** DNS name, known to services of the same VPC (`dns`) or to Service Connect's clients. */
  host: string;
  /** Where ECS registers the tasks for `dns`. */
  registry?: aws.servicediscovery.Service;
}

/** Seconds for which clients keep an address: about the time in which ECS replaces a task. */
const TTL_SECONDS = 10;

/** Name of a port in the task definition, by which Service Connect refers to it. */
export function portName(port: number): string {
  return `tcp-${port}`;
}

/** What others have to know to reach a service; for `dns` with a Cloud Map service whose record lists every healthy task. */
export function createDiscovery(scope: Scope, { name, environment }: EcsServiceArgs, args: DiscoveryArgs): Discovery {
  const found = { ...args, host: `${name}.${environment.host.namespace}` };
  if (args.via === "serviceConnect") return found;
  const part = "discovery";
  const registry = new aws.servicediscovery.Service(
    scope.id(part),
    {
      name,
      description: `Tasks of ${scope.name}`,
      dnsConfig: {
        namespaceId: environment.namespace!.id,
        dnsRecords: [{ type: "A", ttl: TTL_SECONDS }],
        routingPolicy: "MULTIVALUE",
      },
      // ECS itself says which tasks are healthy, by their containers' checks. AWS makes any threshold 1.
      healthCheckCustomConfig: { failureThreshold: 1 },
      // ECS takes tasks out of the record a little after the service is gone.
      forceDestroy: true,
      ...scope.common(part),
    },
    scope.child,
  );
  return { ...found, registry };
}
