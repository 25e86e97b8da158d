import * as ecs from "@aws-sdk/client-ecs";
import { clientsFor, type Clients } from "./clients";
import { GLOBAL, REGIONAL, type Ids, type List } from "./kinds";

/** Those of the capacity providers that exist. The emulator cannot list them without names. */
export async function capacityProviders(port: number, region: string, names: string[]): Promise<Ids> {
  const command = new ecs.DescribeCapacityProvidersCommand({ capacityProviders: names });
  const { capacityProviders: found } = await clientsFor(port, region).ecs.send(command);
  return found!.filter((one) => one.status !== "INACTIVE").map((one) => one.name);
}

/** Everything in the emulated account, in order: `us-west-2 topic arn:…`, `global bucket …`. */
export async function inventory(port: number, regions: readonly string[]): Promise<string[]> {
  const lines = await Promise.all([
    list("global", GLOBAL, clientsFor(port, "us-east-1")),
    ...regions.map((region) => list(region, REGIONAL, clientsFor(port, region))),
  ]);
  return lines.flat().sort();
}

/** The part of the account whose names begin like an environment's, or one of its service's. */
export async function ofPrefix(port: number, regions: readonly string[], prefix: string): Promise<string[]> {
  return (await inventory(port, regions)).filter((line) => line.includes(prefix));
}

async function list(where: string, kinds: Record<string, List>, clients: Clients): Promise<string[]> {
  const lists = Object.entries(kinds).map(async ([kind, ids]) =>
    (await ids(clients)).map((id) => `${where} ${kind} ${id}`),
  );
  return (await Promise.all(lists)).flat();
}
