import { runsOnInstances } from "../../components/ecsService/capacity";
import { architectureOf } from "../../components/environment/instanceImage";
import { pausesOf, waitingMinutes } from "../../components/ecsService/deployment/strategy";
import type { ServiceSettings } from "./serviceSchema";

/** What a pipeline has to know of a service that it deploys. */
export interface ServiceFacts {
  name: string;
  imageOwner: ServiceSettings["imageOwner"];
  /** Names of its containers. */
  containers: string[];
  /** Processor that its images are built for. */
  architecture: "x86_64" | "arm64";
  /** Minutes that a deployment waits by the service's own settings, its pauses to their end. */
  waitingMinutes: number;
}

/** What the facts follow from. */
type Described = Pick<
  ServiceSettings,
  "name" | "imageOwner" | "containers" | "deployment" | "architecture" | "capacity"
>;

/** @param instanceType that of the cluster's instances, if it has any */
export function serviceFacts(
  { name, imageOwner, containers, deployment, architecture = "x86_64", capacity }: Described,
  instanceType?: string,
): ServiceFacts {
  const isOnInstances = instanceType !== undefined && (!capacity || runsOnInstances(capacity));
  const pauses = pausesOf(deployment).reduce((sum, { timeoutMinutes }) => sum + timeoutMinutes, 0);
  return {
    name,
    imageOwner,
    containers: containers.map((container) => container.name),
    architecture: isOnInstances ? architectureOf(instanceType) : architecture,
    waitingMinutes: waitingMinutes(deployment) + pauses,
  };
}

/** The facts of the services whose settings could be read that far. */
export function readableFacts(services: readonly Partial<ServiceSettings>[], instanceType?: string): ServiceFacts[] {
  return services.flatMap(({ name, imageOwner, containers, deployment, ...rest }) =>
    name && imageOwner && containers && deployment
      ? [serviceFacts({ name, imageOwner, containers, deployment, ...rest }, instanceType)]
      : [],
  );
}
