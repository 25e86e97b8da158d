import { validateFileSystem } from "../../components/ecsService/fileSystem/validation";
import { logGroupName } from "../../components/ecsService/task/logs";
import { validateService } from "../../components/ecsService/validation";
import type { Host } from "../../components/environment/host";
import type { Context } from "../../components/shared/context";
import { Problems, type Problem } from "../../components/shared/problems";
import { nearestOf } from "./issues";
import { checkRoutes } from "./routes";
import type { FileSystemSettings, ServiceSettings } from "./serviceSchema";

/** Services and file systems of a stack; one whose shape is wrong is undefined, so that the others are checked all the same. */
export interface Workload {
  services: readonly (ServiceSettings | undefined)[];
  fileSystems: readonly (FileSystemSettings | undefined)[];
}

/** Everything that is wrong with each service and file system, and between them. */
export function checkServices({ services, fileSystems }: Workload, context: Context, host: Host): Problem[] {
  const problems = new Problems();
  for (const [i, fileSystem] of fileSystems.entries()) {
    if (fileSystem) addAll(problems, `fileSystems[${i}]`, validateFileSystem({ context, ...fileSystem }));
  }
  checkNames(fileSystems, "fileSystems", problems);
  for (const [i, service] of services.entries()) {
    if (!service) continue;
    // What it names is no component yet: volumes and connections are checked here by their names.
    const unbuilt = { connectsTo: [], volumes: service.volumes.map(({ name }) => ({ name })) };
    addAll(problems, `services[${i}]`, validateService({ context, ...service, ...unbuilt }, host));
    checkVolumes(service, `services[${i}]`, fileSystems, problems);
    checkConnections(service, `services[${i}]`, services, problems);
  }
  checkNames(services, "services", problems);
  checkLogGroups(services, context, problems);
  checkCircles(services, problems);
  return [...problems.all, ...checkRoutes(services)];
}

function addAll(problems: Problems, at: string, found: Problem[]): void {
  for (const { path, reason } of found) problems.add(`${at}.${path}`, reason);
}

function checkNames(things: readonly ({ name: string } | undefined)[], list: string, problems: Problems): void {
  const names = things.map((thing) => thing?.name);
  for (const [i, name] of names.entries()) {
    const isFirst = name === undefined || names.indexOf(name) === i;
    problems.require(isFirst, `${list}[${i}].name`, `"${name}" is taken by ${list}[${names.indexOf(name)}]`);
  }
}

function checkVolumes(
  { volumes }: ServiceSettings,
  at: string,
  fileSystems: Workload["fileSystems"],
  problems: Problems,
): void {
  for (const [i, { fileSystem: name, accessPoint }] of volumes.entries()) {
    const path = `${at}.volumes[${i}]`;
    if (name === undefined) {
      const reason = "is given without fileSystem; name the file system, or leave both out for an empty volume";
      problems.require(accessPoint === undefined, `${path}.accessPoint`, reason);
      continue;
    }
    const fileSystem = fileSystems.find((one) => one?.name === name);
    if (!fileSystem) {
      // One with a problem of its own is reported there.
      const isReadable = fileSystems.every((one) => one !== undefined);
      if (isReadable) problems.add(`${path}.fileSystem`, unknown(name, "file system", namesOf(fileSystems)));
      continue;
    }
    const points = fileSystem.accessPoints.map((point) => point.name);
    if (accessPoint === undefined) {
      problems.add(`${path}.accessPoint`, `is missing; allowed are ${points.join(", ")}`);
    } else if (!points.includes(accessPoint)) {
      problems.add(`${path}.accessPoint`, unknown(accessPoint, `access point of file system "${name}"`, points));
    }
  }
}

function checkConnections(
  { name, connectsTo }: ServiceSettings,
  at: string,
  services: Workload["services"],
  problems: Problems,
): void {
  problems.unique(connectsTo, `${at}.connectsTo`);
  for (const [i, server] of connectsTo.entries()) {
    const path = `${at}.connectsTo[${i}]`;
    const found = services.find((service) => service?.name === server);
    if (server === name) problems.add(path, `"${name}" is this service itself`);
    else if (found && !found.discovery) problems.add(path, `service "${server}" has no discovery; give it one`);
    else if (!found && services.every((service) => service !== undefined)) {
      problems.add(path, unknown(server, "service", namesOf(services)));
    }
  }
}

function checkLogGroups(services: Workload["services"], context: Context, problems: Problems): void {
  const taken = new Map<string, string>();
  for (const [i, service] of services.entries()) {
    if (!service) continue;
    const group = logGroupName(context, service);
    const other = taken.get(group);
    // Two services of one name are reported as that.
    if (other !== undefined && other !== service.name) {
      problems.add(`services[${i}].source`, `makes the log group "${group}" of service "${other}"; rename one`);
    }
    taken.set(group, service.name);
  }
}

/** Services that connect in a circle: none of them could be created first. */
function checkCircles(services: Workload["services"], problems: Problems): void {
  const connections = new Map(services.flatMap((one) => (one ? [[one.name, one.connectsTo] as const] : [])));
  const done = new Set<string>();
  const visit = (name: string, way: string[]): void => {
    if (way.includes(name)) {
      const circle = [...way.slice(way.indexOf(name)), name];
      if (circle.length > 2) {
        const i = services.findIndex((service) => service?.name === way.at(-1));
        const reason = `services connect in a circle: ${circle.join(" -> ")}; take one connection out`;
        problems.add(`services[${i}].connectsTo`, reason);
      }
      return;
    }
    if (done.has(name)) return;
    for (const server of connections.get(name) ?? []) visit(server, [...way, name]);
    done.add(name);
  };
  for (const name of connections.keys()) visit(name, []);
}

const namesOf = (things: readonly ({ name: string } | undefined)[]): string[] =>
  things.flatMap((thing) => (thing ? [thing.name] : []));

function unknown(name: string, kind: string, allowed: string[]): string {
  const nearest = nearestOf(name, allowed);
  if (nearest) return `there is no ${kind} "${name}"; did you mean "${nearest}"?`;
  return `there is no ${kind} "${name}"; there ${allowed.length > 0 ? `are ${allowed.join(", ")}` : "is none"}`;
}
