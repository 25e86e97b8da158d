import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { UNKNOWN } from "../../values";
import { contains, portsOf } from "./ports";
import { ingressOf, TRAFFIC_TYPES } from "./traffic";

const ADMIN_PORTS: ReadonlyMap<number, string> = new Map([
  [22, "SSH"],
  [3306, "MySQL"],
  [3389, "RDP"],
  [4369, "Erlang port mapper"],
  [5432, "PostgreSQL"],
  [5984, "CouchDB"],
  [5986, "CouchDB administration"],
  [6379, "Redis"],
  [9100, "CouchDB cluster"],
  [27017, "MongoDB"],
]);

export const sgNoAdminPorts: ResourceRule = {
  name: "sg-no-admin-ports",
  description: "Ports of databases and of remote administration are open to security groups only, never to addresses.",
  why: "An address block, a private one too, admits whoever gets hold of an address in it; a group admits named servers.",
  fix: "Refer to the group of the servers that need the port; use Session Manager to log in.",
  severity: "critical",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown port or protocol of a rule with an address block could be one of these ports.",
  topics: ["network", "security-group"],
  url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
  types: TRAFFIC_TYPES,
  check(resource): Finding[] {
    return ingressOf(resource).flatMap((traffic) => {
      const sources = [...traffic.cidrs, ...traffic.prefixLists];
      if (sources.length === 0) return [];
      const ports = portsOf(traffic);
      if (ports === undefined) return [];
      if (ports === UNKNOWN)
        return [notProvable(`a port of ${traffic.label}`, "whether it opens an administration port")];
      const open = [...ADMIN_PORTS].filter(([port]) => contains(ports, port)).map(([port, use]) => `${port} (${use})`);
      if (open.length === 0) return [];
      const to = sources.map((source) => (source === UNKNOWN ? "addresses known only after deployment" : source));
      return [{ message: `${traffic.label} opens ${open.join(", ")} to ${to.join(", ")}` }];
    });
  },
};
