import type * as aws from "../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../environment";
import type { Host } from "../environment/host";
import type { CapacityArgs, EcsServiceArgs } from "./args";

/** Where the tasks run: as given, else on the cluster's container instances, else on Fargate. */
export function capacityOf(args: Pick<EcsServiceArgs, "capacity">, host: Pick<Host, "instanceType">): CapacityArgs[] {
  return args.capacity ?? [{ provider: host.instanceType ? "instances" : "fargate" }];
}

/** Whether the tasks run on the cluster's container instances, and not on Fargate. */
export function runsOnInstances(capacity: CapacityArgs[]): boolean {
  return capacity.some(({ provider }) => provider === "instances");
}

/** The strategy in ECS's terms. ECS fails updates of services that leave it to the cluster's default. */
export function capacityProviderStrategies(
  capacity: CapacityArgs[],
  { instances }: Environment["cluster"],
): aws.ecs.ServiceArgs["capacityProviderStrategies"] {
  const nameOf = (provider: CapacityArgs["provider"]): pulumi.Input<string> => {
    switch (provider) {
      case "instances":
        return instances!.provider;
      case "fargate":
        return "FARGATE";
      case "fargateSpot":
        return "FARGATE_SPOT";
    }
  };
  return capacity.map(({ provider, weight = 1, base = 0 }) => ({ capacityProvider: nameOf(provider), weight, base }));
}
