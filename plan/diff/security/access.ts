import type { PlannedResource } from "../../model";
import type { Access } from "../model";
import { isType } from "./label";
import { LAST_PORT, type Rule, rulesOf } from "./rules";

/**
 * Who can reach whom by the security groups: one group another if the first lets the traffic out and the second lets it
 * in, addresses a group, and a group addresses. A group that the stack does not make is taken to let out and in what its
 * peer's rule says.
 */
export function accessOf(resources: PlannedResource[]): Access[] {
  const own = new Set(
    resources
      .filter((each) =>
        isType(each, "ec2/securityGroup:SecurityGroup", "ec2/defaultSecurityGroup:DefaultSecurityGroup"),
      )
      .map(({ name }) => name),
  );
  const rules = rulesOf(resources);
  const out = rules.filter(({ direction }) => direction === "out");
  const into = rules.filter(({ direction }) => direction === "in");
  const found = [
    ...into.flatMap((rule) => {
      if (!rule.peerIsGroup || !own.has(rule.peer)) return [accessBy(rule.peer, rule.group, rule)];
      return out
        .filter(({ group, peer, peerIsGroup }) => group === rule.peer && (peer === rule.group || !peerIsGroup))
        .flatMap((other) => common(other, rule) ?? [])
        .map((ports) => accessBy(rule.peer, rule.group, ports));
    }),
    ...out
      .filter(({ peer, peerIsGroup }) => !peerIsGroup || !own.has(peer))
      .map((rule) => accessBy(rule.group, rule.peer, rule)),
  ];
  const byText = new Map(found.map((access) => [`${access.from}\0${access.to}\0${access.ports}`, access]));
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, access]) => access);
}

type Ports = Pick<Rule, "protocol" | "from" | "to">;

function accessBy(from: string, to: string, ports: Ports): Access {
  return { from, to, ports: portsText(ports) };
}

/** What two rules both allow. */
function common(a: Ports, b: Ports): Ports | undefined {
  if (a.protocol !== b.protocol && a.protocol !== "all" && b.protocol !== "all") return undefined;
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from > to ? undefined : { protocol: a.protocol === "all" ? b.protocol : a.protocol, from, to };
}

function portsText({ protocol, from, to }: Ports): string {
  if (protocol === "all") return from === 0 && to === LAST_PORT ? "all traffic" : `ports ${range(from, to)}`;
  if (protocol.startsWith("icmp")) return protocol;
  return from === 0 && to === LAST_PORT ? `all ${protocol}` : `${protocol} ${range(from, to)}`;
}

function range(from: number, to: number): string {
  return from === to ? String(from) : `${from}-${to}`;
}
