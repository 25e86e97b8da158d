import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeSubnetsCommand,
  EC2Client,
  paginateDescribeInstances,
  paginateDescribeVpcs,
  type Instance,
  type Tag,
} from "@aws-sdk/client-ec2";
import type { Limited, Own } from "../account";
import { STANDARD } from "../checks/quotas";
import { asked } from "./asked";

/** How much of what a quota limits there is in a region, without what has the stack's tags. */
export async function usedIn(region: string, what: Limited, own: Own): Promise<number> {
  const client = new EC2Client({ region });
  const others = <T extends { Tags?: Tag[] }>(all: T[] = []) => all.filter(({ Tags }) => !isOwn(Tags, own));
  if (what === "vpcs") return others(await vpcsIn(client)).length;
  if (what === "vCpus") {
    return others(await instancesIn(client)).reduce((sum, instance) => sum + vCpusOf(instance), 0);
  }
  if (what === "addresses") {
    const answer = await asked("ec2:DescribeAddresses", client.send(new DescribeAddressesCommand({})));
    return others(answer?.Addresses).length;
  }
  return others(await natGatewaysIn(client, what.slice("natGateways in ".length))).length;
}

function isOwn(tags: Tag[] = [], own: Own): boolean {
  return Object.entries(own).every(([key, value]) => tags.some(({ Key, Value }) => Key === key && Value === value));
}

async function vpcsIn(client: EC2Client) {
  const pages = paginateDescribeVpcs({ client }, {});
  return asked(
    "ec2:DescribeVpcs",
    collect(pages, ({ Vpcs = [] }) => Vpcs),
  ).then((all) => all ?? []);
}

/** Running instances that are paid on demand. */
async function instancesIn(client: EC2Client): Promise<Instance[]> {
  const Filters = [{ Name: "instance-state-name", Values: ["pending", "running"] }];
  const pages = paginateDescribeInstances({ client }, { Filters });
  const all = await asked(
    "ec2:DescribeInstances",
    collect(pages, ({ Reservations = [] }) => Reservations.flatMap(({ Instances = [] }) => Instances)),
  );
  return (all ?? []).filter(({ InstanceLifecycle }) => InstanceLifecycle !== "spot");
}

function vCpusOf({ InstanceType: type, CpuOptions: cpu }: Instance): number {
  return type !== undefined && STANDARD.test(type) ? (cpu?.CoreCount ?? 1) * (cpu?.ThreadsPerCore ?? 1) : 0;
}

/** NAT gateways of a zone: they are known by their subnets. */
async function natGatewaysIn(client: EC2Client, zone: string) {
  const Filters = [{ Name: "availability-zone", Values: [zone] }];
  const subnets = await asked("ec2:DescribeSubnets", client.send(new DescribeSubnetsCommand({ Filters })));
  const ids = new Set(subnets?.Subnets?.map(({ SubnetId }) => SubnetId));
  const Filter = [{ Name: "state", Values: ["pending", "available", "deleting"] }];
  const gateways = await asked("ec2:DescribeNatGateways", client.send(new DescribeNatGatewaysCommand({ Filter })));
  return (gateways?.NatGateways ?? []).filter(({ SubnetId }) => ids.has(SubnetId));
}

async function collect<Page, One>(pages: AsyncIterable<Page>, of: (page: Page) => One[]): Promise<One[]> {
  const all: One[] = [];
  for await (const page of pages) all.push(...of(page));
  return all;
}
