import { pausesOf, waitingMinutes } from "../../components/ecsService/deployment/strategy";
import type { ServiceSettings } from "./serviceSchema";

/** What a pipeline has to know of a service that it deploys. */
export interface ServiceFacts {
  name: string;
  imageOwner: ServiceSettings["imageOwner"];
  /** Names of its containers. */
  containers: string[];
  /** Minutes that a deployment waits by the service's own settings, its pauses to their end. */
  waitingMinutes: number;
}

export function serviceFacts({
  name,
  imageOwner,
  containers,
  deployment,
}: Pick<ServiceSettings, "name" | "imageOwner" | "containers" | "deployment">): ServiceFacts {
  const pauses = pausesOf(deployment).reduce((sum, { timeoutMinutes }) => sum + timeoutMinutes, 0);
  return {
    name,
    imageOwner,
    containers: containers.map((container) => container.name),
    waitingMinutes: waitingMinutes(deployment) + pauses,
  };
}

/** The facts of the services whose settings could be read that far. */
export function readableFacts(services: readonly Partial<ServiceSettings>[]): ServiceFacts[] {
  return services.flatMap(({ name, imageOwner, containers, deployment }) =>
    name && imageOwner && containers && deployment ? [serviceFacts({ name, imageOwner, containers, deployment })] : [],
  );
}
