import { UNKNOWN } from "../../values";
import type { Traffic } from "./traffic";

/** Ports from first to last, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

const EVERY_PORT: PortRange = { first: 0, last: 65535 };
const WITH_PORTS: ReadonlySet<string> = new Set(["tcp", "udp"]);
const NAMES: Readonly<Record<string, string>> = { all: "-1", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6" };

/** The protocol by its name, `-1` for all of them; {@link UNKNOWN} if unknown. A missing one counts as all: nothing limits it. */
export function protocolOf({ protocol }: Traffic): string | typeof UNKNOWN {
  if (protocol === UNKNOWN) return UNKNOWN;
  const name = typeof protocol === "string" || typeof protocol === "number" ? String(protocol).toLowerCase() : "-1";
  return Object.hasOwn(NAMES, name) ? NAMES[name]! : name;
}

/**
 * The ports that a rule opens; undefined for protocols without ports, such as ICMP; {@link UNKNOWN} if it cannot be told.
 * A port that is missing, odd or -1 limits nothing.
 */
export function portsOf(traffic: Traffic): PortRange | undefined | typeof UNKNOWN {
  const protocol = protocolOf(traffic);
  if (protocol === UNKNOWN) return UNKNOWN;
  if (protocol === "-1") return EVERY_PORT;
  if (!WITH_PORTS.has(protocol)) return undefined;
  const { from, to } = traffic;
  if (from === UNKNOWN || to === UNKNOWN) return UNKNOWN;
  const isPort = (port: unknown): port is number => typeof port === "number" && port >= 0;
  return isPort(from) && isPort(to) ? { first: from, last: to } : EVERY_PORT;
}

/** How many ports a range has. */
export const width = ({ first, last }: PortRange) => last - first + 1;

export const contains = ({ first, last }: PortRange, port: number) => first <= port && port <= last;

/** What a rule opens, for messages: `tcp 443`, `udp 1000-2000`, `all protocols`, `icmp`. */
export function describe(traffic: Traffic): string {
  const protocol = protocolOf(traffic);
  if (protocol === "-1") return "all protocols";
  const name = protocol === UNKNOWN ? "an unknown protocol" : protocol;
  const ports = portsOf(traffic);
  if (ports === undefined || ports === UNKNOWN) return name;
  return `${name} ${ports.first === ports.last ? ports.first : `${ports.first}-${ports.last}`}`;
}
