import type { Host } from "../../environment/host";
import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { CapacityArgs } from "../args";
import { capacityOf, runsOnInstances } from "../capacity";
import type { CheckedServiceArgs } from "./index";

/** Where tasks run: what the cluster has, and what ECS takes together. */
export function validateCapacity(args: CheckedServiceArgs, host: Host, problems: Problems): void {
  const capacity = capacityOf(args, host);
  const onInstances = runsOnInstances(capacity);
  problems.require(
    !onInstances || host.instanceType !== undefined,
    "capacity",
    `names instances, and the cluster has none; give it cluster.instances, or use fargate`,
  );
  problems.require(capacity.length > 0, "capacity", "is empty; name a provider, or leave it out");
  const providers = capacity.map(({ provider }) => provider);
  problems.unique(providers, "capacity");
  problems.require(
    !onInstances || providers.every((provider) => provider === "instances"),
    "capacity",
    "mixes instances and Fargate, which ECS refuses; use one of them",
  );
  validateShares(capacity, problems);
  const isLasting = ({ provider, weight = 1, base = 0 }: CapacityArgs): boolean =>
    provider !== "fargateSpot" && (weight > 0 || base > 0);
  problems.require(
    host.stage !== "production" || !args.route || capacity.length === 0 || capacity.some(isLasting),
    "capacity",
    "is Spot alone, whose tasks may all end at once; production needs a base or a weight of fargate beside it for a service with a route",
  );
}

function validateShares(capacity: CapacityArgs[], problems: Problems): void {
  for (const [i, { weight = 1, base = 0 }] of capacity.entries()) {
    problems.require(
      isBetween(weight, 0, 1000),
      `capacity[${i}].weight`,
      `${weight} is out of range; allowed is 0–1000`,
    );
    problems.require(isBetween(base, 0, 100000), `capacity[${i}].base`, `${base} is out of range; allowed is 0–100000`);
  }
  const bases = capacity.flatMap(({ base = 0 }, i) => (base > 0 ? [i] : []));
  problems.require(
    bases.length <= 1,
    `capacity[${bases[1]}].base`,
    "is the second base; ECS takes one: leave the others out",
  );
  problems.require(
    capacity.length === 0 || capacity.some(({ weight = 1 }) => weight > 0),
    "capacity",
    "has no weight above 0, so that no task would be placed; give one",
  );
}
