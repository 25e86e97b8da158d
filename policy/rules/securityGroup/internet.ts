/**
 * Whether an address block is the internet, or so much of it that it is meant to be: shorter than /8 in IPv4 and than /16
 * in IPv6, which no private block is. `0.0.0.0/1` with `128.0.0.0/1` is the whole internet in two rules.
 */
export function isInternet(cidr: unknown): cidr is string {
  if (typeof cidr !== "string") return false;
  const [address, length, ...rest] = cidr.trim().split("/");
  if (!address || !length || rest.length > 0 || !/^\d+$/.test(length)) return false;
  return Number(length) < (address.includes(":") ? 16 : 8);
}
