import ipaddr from "ipaddr.js";

/** A block of IPv4 addresses as numbers: its first address and its prefix length. */
export interface CidrBlock {
  first: number;
  prefix: number;
}

/** Reads `10.10.0.0/16`; undefined unless it is a block in canonical form (no bits set after the prefix). */
export function parseCidr(text: string): CidrBlock | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text) || !ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
  const first = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
  return first % sizeOf(prefix) === 0 ? { first, prefix } : undefined;
}

/** Number of addresses in a block with this prefix length. */
export function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}

export function formatCidr({ first, prefix }: CidrBlock): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join(".")}/${prefix}`;
}

export function overlaps(a: CidrBlock, b: CidrBlock): boolean {
  return a.first < b.first + sizeOf(b.prefix) && b.first < a.first + sizeOf(a.prefix);
}
