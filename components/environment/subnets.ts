import { formatCidr, parseCidr, sizeOf, type CidrBlock } from "../shared/cidr";
import type { SubnetPrefixes } from "./args";

/** The tiers of a zone, in the order in which they take their ranges. */
export const TIERS = ["public", "application", "database"] as const;

export type Tier = (typeof TIERS)[number];

/** One subnet of the layout. */
export interface SubnetRange {
  tier: Tier;
  zone: string;
  cidr: string;
}

/** Bits of a VPC's range that number the zones: room for four, so that a zone can be added without moving any subnet. */
const ZONE_BITS = 2;

/** Prefix length of the equal share that each zone has of the VPC. */
export function zonePrefix(vpc: CidrBlock, zones: number): number {
  return vpc.prefix + Math.max(ZONE_BITS, Math.ceil(Math.log2(Math.max(zones, 1))));
}

/**
 * The ranges that `awsx.ec2.Vpc` gives to the subnets with its strategy `Auto` and shares of this size: each zone has one,
 * and within it each tier the next free range of its size. Undefined when a zone's subnets do not fit into its share.
 */
export function layOutSubnets(cidr: string, zones: string[], prefixes: SubnetPrefixes): SubnetRange[] | undefined {
  const vpc = parseCidr(cidr);
  if (!vpc) return undefined;
  const share = sizeOf(zonePrefix(vpc, zones.length));
  const ranges: SubnetRange[] = [];
  for (const [index, zone] of zones.entries()) {
    const start = vpc.first + index * share;
    let next = start;
    for (const tier of TIERS) {
      const size = sizeOf(prefixes[tier]);
      const first = Math.ceil(next / size) * size;
      next = first + size;
      if (next > start + share) return undefined;
      ranges.push({ tier, zone, cidr: formatCidr({ first, prefix: prefixes[tier] }) });
    }
  }
  return ranges;
}
