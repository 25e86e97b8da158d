import type * as pulumi from "@pulumi/pulumi";
import { CouchDb } from "../components/couchDb";
import { EcsService } from "../components/ecsService";
import { FileSystem } from "../components/ecsService/fileSystem";
import { Environment } from "../components/environment";
import type { Context } from "../components/shared/context";
import { composePipelines } from "./composePipelines";
import { composePromotion } from "./composePromotion";
import { environmentArgs } from "./environmentArgs";
import type { LoadedStack, Placement } from "./loadedStack";
import { APPLICATIONS, type CouchDbSettings } from "./settings/couchDbSchema";
import type { Settings } from "./settings/schema";
import type { ServiceSettings } from "./settings/serviceSchema";

/** Builds the components that a stack's settings ask for. Returns the stack's outputs. */
export function composeStack(stack: LoadedStack, placement: Placement = {}): Record<string, pulumi.Input<unknown>> {
  const { settings, context, operationsWebhook } = stack;
  const { network, services, notifications } = settings;
  const environment = new Environment(
    context.prefix,
    {
      context,
      ...environmentArgs(settings, services),
      network,
      notifications: { ...notifications, operationsWebhook },
    },
    placement,
  );
  const nameOf = (part: string) => `${context.prefix}-${part}`;
  const fileSystems = new Map(
    settings.fileSystems.map((one) => [
      one.name,
      new FileSystem(nameOf(one.name), { context, environment, ...one }, placement),
    ]),
  );
  const built = new Map<string, EcsService>();
  for (const service of serversFirst(services)) {
    const { name, volumes, connectsTo } = service;
    const args = {
      ...service,
      volumes: volumes.map((volume) => ({
        name: volume.name,
        ...(volume.fileSystem && { accessPoint: fileSystems.get(volume.fileSystem)!.accessPoint(volume.accessPoint!) }),
      })),
      connectsTo: connectsTo.map((server) => built.get(server)!),
    };
    built.set(name, new EcsService(nameOf(name), { context, environment, ...args }, placement));
  }
  const { couchDb } = settings;
  const database = couchDb && createDatabase(settings, couchDb, { context, environment }, built, placement);
  return {
    ...environment.outputs(),
    ...(built.size > 0 && { services: mapValues(built, (service) => service.outputs()) }),
    ...(fileSystems.size > 0 && { fileSystems: mapValues(fileSystems, (one) => one.outputs()) }),
    ...(database && { couchDb: database.outputs() }),
    ...composePromotion(stack, environment, placement),
    ...composePipelines(stack, environment, built, placement),
  };
}

/** The database, entered by the services that the settings name. */
function createDatabase(
  { logRetentionDays }: Settings,
  { admit, ...shape }: CouchDbSettings,
  { context, environment }: { context: Context; environment: Environment },
  services: Map<string, EcsService>,
  placement: Placement,
): CouchDb {
  const groupOf = (name: string) =>
    name === APPLICATIONS ? environment.securityGroups.application : services.get(name)!.securityGroup;
  const admitted = admit.map((name) => ({ name, group: groupOf(name) }));
  const args = { context, environment, admitted, logRetentionDays, ...shape };
  return new CouchDb(`${context.prefix}-couchdb`, args, placement);
}

/** The services in an order in which each comes after those that it connects to; the settings have no circles. */
function serversFirst(services: readonly ServiceSettings[]): ServiceSettings[] {
  const ordered = new Set<ServiceSettings>();
  const add = (service: ServiceSettings): void => {
    for (const name of service.connectsTo) add(services.find((one) => one.name === name)!);
    ordered.add(service);
  };
  services.forEach(add);
  return [...ordered];
}

function mapValues<T, R>(map: Map<string, T>, value: (one: T) => R): Record<string, R> {
  return Object.fromEntries([...map].map(([key, one]) => [key, value(one)]));
}
