import type { Host } from "../../environment/host";
import { DOMAIN, HOSTED_ZONE_ID } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { RouteArgs } from "../args";

/** A host as the load balancer compares it: `*` for any characters, `?` for one, letters alone after the last dot. */
const HOST_PATTERN = /^[a-z0-9*?.-]+\.[a-z]+$/;

/** Hosts of a route: what the load balancer compares, the certificate covers and the zone has records for. */
export function validateHosts(route: RouteArgs, { loadBalancer }: Host, problems: Problems): void {
  const { hosts = [] } = route;
  problems.unique(hosts, "route.hosts");
  const covered = loadBalancer?.certificateNames;
  for (const [i, host] of hosts.entries()) {
    if (!HOST_PATTERN.test(host)) {
      problems.add(
        `route.hosts[${i}]`,
        `"${host}" is not a host name in lower case, such as api.example.com or *.example.com`,
      );
    } else if (covered && !covered.some((name) => certificateCovers(name, host))) {
      problems.add(
        `route.hosts[${i}]`,
        `"${host}" is not on the certificate of ${covered.join(", ")}; add it to loadBalancer.domain.aliases`,
      );
    }
  }
  if (route.hostedZone !== undefined) validateRecords(hosts, route.hostedZone, loadBalancer?.names ?? [], problems);
}

/** Whether a certificate's name is good for a host; a wildcard stands for one label. */
function certificateCovers(name: string, host: string): boolean {
  return name === host || (name.startsWith("*.") && host.slice(host.indexOf(".")) === name.slice(1));
}

function validateRecords(hosts: string[], zone: string, taken: string[], problems: Problems): void {
  const path = "route.hostedZone";
  const isName = DOMAIN.test(zone) && !zone.startsWith("*");
  if (!isName && !HOSTED_ZONE_ID.test(zone)) {
    problems.add(path, `"${zone}" is neither a domain name nor an id such as Z2ABCDEFGHIJKL`);
  }
  problems.require(hosts.length > 0, path, "is given without hosts to make records for; give hosts, or leave it out");
  for (const [i, host] of hosts.entries()) {
    const at = `route.hosts[${i}]`;
    if (/[*?]/.test(host.replace(/^\*\./, ""))) {
      problems.add(
        at,
        `"${host}" cannot have a record in ${zone}: there a wildcard stands alone and first, as in *.example.com`,
      );
    } else if (isName && host !== zone && !host.endsWith(`.${zone}`)) {
      problems.add(at, `"${host}" is not in the hosted zone ${zone}`);
    } else if (taken.includes(host)) {
      problems.add(
        at,
        `"${host}" has a record already, of the environment's loadBalancer.domain; leave hostedZone out`,
      );
    }
  }
}
