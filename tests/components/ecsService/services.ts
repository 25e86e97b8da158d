import { EcsService } from "../../../components/ecsService";
import type { EcsServiceArgs, RouteArgs, ScalingArgs } from "../../../components/ecsService/args";
import { validateService } from "../../../components/ecsService/validation";
import { Environment } from "../../../components/environment";
import type { EnvironmentArgs } from "../../../components/environment/args";
import { hostOf, type Host } from "../../../components/environment/host";
import type { Context } from "../../../components/shared/context";
import { record, Recording } from "../../support/recorder";
import { argsOf as environmentArgs, contextOf } from "../environments";

export const ENVIRONMENT = "buildit-twig-integration";
/** Name of the component that most tests are about. */
export const API = `${ENVIRONMENT}-twig-api`;

/** Like the route of `twig-api`. */
export function routeOf(changes: Partial<RouteArgs> = {}): RouteArgs {
  return { priority: 100, port: 3000, hosts: ["twig.buildit.tools"], healthCheck: { path: "/ping" }, ...changes };
}

/** Like the scaling of `twig-api`. */
export function scalingOf(changes: Partial<ScalingArgs> = {}): ScalingArgs {
  return { min: 1, max: 4, cpuPercent: 60, ...changes };
}

/** Arguments of a service like `twig-api`, but for its environment. */
export function serviceArgs(changes: Partial<EcsServiceArgs> = {}): Omit<EcsServiceArgs, "environment"> {
  const image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/twig-api:1.4.2";
  return {
    context: contextOf(),
    name: "twig-api",
    containers: [{ name: "web", image, ports: [3000] }],
    cpu: 256,
    memoryMiB: 512,
    ...changes,
  };
}

export interface ServiceOptions {
  environment?: Partial<EnvironmentArgs>;
  /** Services that exist before, to which the tested one may connect. */
  servers?: Partial<EcsServiceArgs>[];
  preview?: boolean;
}

/** An environment with what services use, and little else: these tests make many. */
const lean: Partial<EnvironmentArgs> = {
  network: { kind: "existing", vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1", "subnet-83a890da"] },
  loadBalancer: { certificateArn: "arn:aws:acm:us-west-2:123456789012:certificate/1" },
  notifications: {},
  healthChecks: [],
};

const recordings = new Map<string, Promise<Recording>>();

/** The resources of a service's component, in an environment of its own. Equal arguments, all plain, are recorded once. */
export function recordService(changes: Partial<EcsServiceArgs> = {}, options: ServiceOptions = {}): Promise<Recording> {
  const key = JSON.stringify([changes, options]);
  const recording = recordings.get(key) ?? recordAnew(changes, options);
  recordings.set(key, recording);
  return recording;
}

async function recordAnew(
  changes: Partial<EcsServiceArgs>,
  { environment = {}, servers = [], preview = false }: ServiceOptions,
): Promise<Recording> {
  const context = environment.context ?? contextOf();
  const recording = await record(preview, () => {
    const host = new Environment(context.prefix, environmentArgs({ context, ...lean, ...environment }));
    const create = (args: Omit<EcsServiceArgs, "environment">): EcsService =>
      new EcsService(`${context.prefix}-${args.name}`, { ...args, context, environment: host });
    const connectsTo = servers.map((server) => create(serviceArgs(server)));
    create(serviceArgs({ ...changes, ...(connectsTo.length > 0 && { connectsTo }) }));
  });
  const component = `${context.prefix}-${changes.name ?? "twig-api"}`;
  return new Recording(recording.resources.filter(({ name, parent }) => parent === component || name === component));
}

/** A host as the environment of the tests is one. */
export function hostFor(changes: Partial<EnvironmentArgs> = {}, context: Context = contextOf()): Host {
  return hostOf(environmentArgs({ context, ...changes }));
}

/** What validation says of a service, as `path: reason`. */
export function problemsOf(changes: Partial<EcsServiceArgs>, host: Host = hostFor()): string[] {
  return validateService(serviceArgs(changes), host).map(({ path, reason }) => `${path}: ${reason}`);
}
