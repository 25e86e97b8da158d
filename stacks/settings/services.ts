import { validateFileSystem } from "../../components/ecsService/fileSystem/validation";
import { logGroupName } from "../../components/ecsService/task/logs";
import { validateService } from "../../components/ecsService/validation";
import type { Host } from "../../components/environment/host";
import type { Context } from "../../components/shared/context";
import { Problems, type Problem } from "../../components/shared/problems";
import { nearestOf } from "./issues";
import { checkRoutes } from "./routes";
import type { FileSystemSettings, ServiceSettings } from "./serviceSchema";

/** Services and file systems of a stack, without what is wrong in itself: the rest is checked all the same. */
export interface Workload {
  services: readonly Partial<ServiceSettings>[];
  fileSystems: readonly Partial<FileSystemSettings>[];
}

/** Paths of problems that only follow from a setting that could not be read. */
const CONSEQUENCES: Readonly<Record<string, RegExp>> = {
  cluster: /^services\[\d+\]\.(cpu|memoryMiB|architecture|capacity|desiredCount|scaling)\b/,
  loadBalancer: /^services\[\d+\]\.route\b/,
  fileSystems: /^services\[\d+\]\.volumes\b/,
  services: /^services\[\d+\]\.connectsTo\b|^pipelines\[\d+\]\.stages\[\d+\]\.targets\b/,
  ec2Targets: /^pipelines\[\d+\]\.stages\[\d+\]\.targets\b/,
  pipelines: /^ec2Targets\[\d+\]$/,
};

/** The same within a service, where a part of it could not be read. */
const CONSEQUENCES_IN_SERVICE = new Map([
  ["route", /^(scaling\.(requestsPerTarget|serverErrors)|deployment\.strategy)$/],
  ["volumes", /^containers\[\d+\]\.mounts\b/],
]);

/** The problems without those that may vanish with what is `unread`: names of settings, and paths of what is wrong. */
export function withoutConsequences(problems: Problem[], unread: string[]): Problem[] {
  return problems.filter(
    ({ path }) => !unread.some((key) => CONSEQUENCES[key]?.test(path) || isConsequenceInService(path, key)),
  );
}

function isConsequenceInService(path: string, unread: string): boolean {
  const [, service = "", part = ""] = /^(services\[\d+\]\.)(\w+)/.exec(unread) ?? [];
  if (service === "" || !path.startsWith(service)) return false;
  return CONSEQUENCES_IN_SERVICE.get(part)?.test(path.slice(service.length)) ?? false;
}

/** Everything that is wrong with each service and file system, and between them. */
export function checkServices({ services, fileSystems }: Workload, context: Context, host: Host): Problem[] {
  const problems = new Problems();
  for (const [i, fileSystem] of fileSystems.entries()) {
    const { name, accessPoints } = fileSystem;
    if (name === undefined || accessPoints === undefined) continue;
    addAll(problems, `fileSystems[${i}]`, validateFileSystem({ context, ...fileSystem, name, accessPoints }));
  }
  checkNames(fileSystems, "fileSystems", problems);
  for (const [i, service] of services.entries()) {
    const { name } = service;
    // What has no name of its own cannot be told from others.
    if (name === undefined) continue;
    // What it names is no component yet: volumes and connections are checked here by their names.
    const unbuilt = { connectsTo: [], volumes: service.volumes?.map((volume) => ({ name: volume.name })) };
    addAll(problems, `services[${i}]`, validateService({ context, ...service, name, ...unbuilt }, host));
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

function checkNames(things: readonly { name?: string }[], list: string, problems: Problems): void {
  const names = things.map(({ name }) => name);
  for (const [i, name] of names.entries()) {
    const isFirst = name === undefined || names.indexOf(name) === i;
    problems.require(isFirst, `${list}[${i}].name`, `"${name}" is taken by ${list}[${names.indexOf(name)}]`);
  }
}

function checkVolumes(
  { volumes = [] }: Partial<ServiceSettings>,
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
    const fileSystem = fileSystems.find((one) => one.name === name);
    if (!fileSystem) {
      problems.add(`${path}.fileSystem`, unknown("there", "file system", name, namesOf(fileSystems)));
      continue;
    }
    const points = fileSystem.accessPoints?.map((point) => point.name);
    if (accessPoint === undefined) {
      problems.add(`${path}.accessPoint`, `is missing; allowed are ${(points ?? []).join(", ")}`);
    } else if (points && !points.includes(accessPoint)) {
      problems.add(`${path}.accessPoint`, unknown(`file system "${name}"`, "access point", accessPoint, points));
    }
  }
}

function checkConnections(
  { name, connectsTo = [] }: Partial<ServiceSettings>,
  at: string,
  services: Workload["services"],
  problems: Problems,
): void {
  problems.unique(connectsTo, `${at}.connectsTo`);
  for (const [i, server] of connectsTo.entries()) {
    const path = `${at}.connectsTo[${i}]`;
    const found = services.find((service) => service.name === server);
    if (server === name) problems.add(path, `"${name}" is this service itself`);
    else if (!found) problems.add(path, unknown("there", "service", server, namesOf(services)));
    else if (!found.discovery) problems.add(path, `service "${server}" has no discovery; give it one`);
  }
}

/** Parts of the environment that have log groups under its prefix. */
const LOGGING_PARTS = ["ecs-exec", "flow-logs"];

function checkLogGroups(services: Workload["services"], context: Context, problems: Problems): void {
  const taken = new Map(LOGGING_PARTS.map((part) => [context.name(part), "the environment"]));
  for (const [i, { name, source }] of services.entries()) {
    if (name === undefined) continue;
    const group = logGroupName(context, { name, source });
    const [owner, other] = [`service "${name}"`, taken.get(group)];
    // Two services of one name are reported as that.
    if (other !== undefined && other !== owner) {
      const path = `services[${i}].${source ? "source" : "name"}`;
      problems.add(path, `makes the log group "${group}" of ${other}; rename one`);
    }
    taken.set(group, owner);
  }
}

/** Services that connect in a circle: none of them could be created first. */
function checkCircles(services: Workload["services"], problems: Problems): void {
  const connections = new Map(services.map(({ name = "", connectsTo = [] }) => [name, connectsTo]));
  const done = new Set<string>();
  const visit = (name: string, way: string[]): void => {
    if (way.includes(name)) {
      const circle = [...way.slice(way.indexOf(name)), name];
      if (circle.length > 2) {
        const i = services.findIndex((service) => service.name === way.at(-1));
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

const namesOf = (things: readonly { name?: string }[]): string[] =>
  things.flatMap(({ name }) => (name === undefined ? [] : [name]));

/** That something is not `there`, or that whatever is named instead has no such thing. */
function unknown(where: string, kind: string, name: string, allowed: string[]): string {
  const missing = where === "there" ? `there is no ${kind} "${name}"` : `${where} has no ${kind} "${name}"`;
  const nearest = nearestOf(name, allowed);
  if (nearest) return `${missing}; did you mean "${nearest}"?`;
  return `${missing}; ${allowed.length > 0 ? `allowed are ${allowed.join(", ")}` : "there is none at all"}`;
}
