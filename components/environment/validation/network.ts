import { parseCidr } from "../../shared/cidr";
import type { Context } from "../../shared/context";
import { isBetween, SUBNET_ID, VPC_ID } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { ExistingNetworkArgs, NewNetworkArgs } from "../args";
import { layOutSubnets, TIERS, zonePrefix } from "../subnets";

/** A new network: its range, zones and subnets fit each other, and what runs in it can reach AWS. */
export function validateNewNetwork(
  network: NewNetworkArgs,
  hasLoadBalancer: boolean,
  context: Context,
  problems: Problems,
): void {
  const { cidr, zones, subnets, natGateways, endpoints, databaseInternetAccess } = network;
  const { region } = context;
  const vpc = parseCidr(cidr);
  if (!vpc) {
    problems.add("network.cidr", `"${cidr}" is not an IPv4 range in canonical form, such as 10.10.0.0/16`);
  } else if (!isBetween(vpc.prefix, 16, 24)) {
    problems.add("network.cidr", `${cidr} has prefix length ${vpc.prefix}; allowed is /16 to /24`);
  }
  for (const [i, zone] of zones.entries()) {
    const path = `network.zones[${i}]`;
    problems.require(
      zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length)),
      path,
      `"${zone}" is not a zone of ${region}; give one such as ${region}a`,
    );
  }
  problems.unique(zones, "network.zones");
  problems.require(zones.length > 0, "network.zones", `is empty; give at least one zone, such as ${region}a`);
  if (zones.length === 1 && (hasLoadBalancer || context.stage === "production")) {
    const needs = context.stage === "production" ? "production needs" : "a load balancer needs";
    problems.add("network.zones", `has one zone (${zones[0]}); ${needs} two or more`);
  }
  problems.require(zones.length <= 8, "network.zones", `has ${zones.length} zones; at most 8 have room`);
  const prefixes = TIERS.filter((tier) => !isBetween(subnets[tier], 16, 28));
  for (const tier of prefixes) {
    problems.add(`network.subnets.${tier}`, `${subnets[tier]} is not a subnet's prefix length; allowed is 16–28`);
  }
  if (vpc && prefixes.length === 0 && zones.length > 0 && !layOutSubnets(cidr, zones, subnets)) {
    const wanted = TIERS.map((tier) => `${tier} /${subnets[tier]}`).join(", ");
    problems.add(
      "network.subnets",
      `${wanted} do not fit into a zone's share of ${cidr}, a /${zonePrefix(vpc, zones.length)}; use larger prefix lengths or a larger cidr`,
    );
  }
  if (natGateways === "none" && endpoints !== "full") {
    problems.add(
      "network.natGateways",
      `"none" with endpoints "${endpoints}" leaves tasks without ECR and logs; use endpoints "full", or a NAT gateway`,
    );
  }
  if (natGateways === "none" && databaseInternetAccess) {
    problems.add("network.databaseInternetAccess", `needs a NAT gateway, and natGateways is "none"`);
  }
  if (natGateways === "single" && context.stage === "production") {
    problems.add(
      "network.natGateways",
      `"single" stops every zone when its own fails; production needs "perZone" or "none"`,
    );
  }
}

/** An existing network: ids that look like ids, and enough subnets. */
export function validateExistingNetwork(
  network: ExistingNetworkArgs,
  hasLoadBalancer: boolean,
  problems: Problems,
): void {
  problems.require(
    VPC_ID.test(network.vpcId),
    "network.vpcId",
    `"${network.vpcId}" is not a VPC id such as vpc-4d4bec2b`,
  );
  problems.require(
    network.subnetIds.length > 0,
    "network.subnetIds",
    `is empty; give the subnets of ${network.vpcId} to use, two in different zones for a load balancer`,
  );
  const lists = ["subnetIds", "publicSubnetIds", "databaseSubnetIds"] as const;
  for (const list of lists) {
    problems.unique(network[list] ?? [], `network.${list}`);
    for (const [i, id] of (network[list] ?? []).entries()) {
      problems.require(
        SUBNET_ID.test(id),
        `network.${list}[${i}]`,
        `"${id}" is not a subnet id such as subnet-d7ad4ca1`,
      );
    }
  }
  const balanced = network.publicSubnetIds ? "publicSubnetIds" : "subnetIds";
  if (hasLoadBalancer && network[balanced]?.length === 1) {
    problems.add(`network.${balanced}`, `has one subnet; a load balancer needs two in different zones`);
  }
}
