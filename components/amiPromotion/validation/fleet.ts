import type { Context } from "../../shared/context";
import { INSTANCE_TYPE, isBetween, NAME } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { FleetArgs, FleetRouteArgs, RootVolumeArgs } from "../fleetArgs";
import type { PromotionHost } from "./index";

/** Longest name of a fleet that leaves room for the suffixes of AWS names. */
const MAX_NAME_LENGTH = 15;

/** Names that other parts of the component or of the environment have. */
const TAKEN = [
  "alb",
  "application",
  "commands",
  "image",
  "images",
  "instance",
  "instances",
  "monitoring",
  "previous-image",
  "promotion",
  "target",
];

/** A fleet: name, type, sizes in order, a route that leads somewhere. */
export function validateFleet(
  fleet: FleetArgs,
  path: string,
  context: Context,
  host: PromotionHost,
  problems: Problems,
): void {
  const { name, scaling, route, readySeconds, drainSeconds, warmupSeconds = 120 } = fleet;
  const at = (property: string): string => `${path}.${property}`;
  problems.require(
    NAME.test(name) && name.length <= MAX_NAME_LENGTH,
    at("name"),
    `"${name}" is not a name; lower-case letters, digits and single dashes, a letter first, at most ${MAX_NAME_LENGTH}`,
  );
  problems.require(!TAKEN.includes(name), at("name"), `"${name}" is the name of another part; use another`);
  validateInstanceType(fleet.instanceType, at("instanceType"), problems);
  validateRootVolume(fleet.rootVolume, at("rootVolume"), problems);
  const { min, max, cpuPercent, requestsPerTarget } = scaling;
  problems.require(
    isBetween(min, 0, 5000),
    at("scaling.min"),
    `${min} is not a number of instances; allowed is 0–5000`,
  );
  problems.require(
    isBetween(max, 1, 5000),
    at("scaling.max"),
    `${max} is not a number of instances; allowed is 1–5000`,
  );
  problems.require(min <= max, at("scaling.max"), `${max} is less than min (${min})`);
  if (context.stage === "production") {
    problems.require(min >= 2, at("scaling.min"), `is ${min}; production needs 2 or more`);
  }
  problems.require(
    cpuPercent === undefined || (cpuPercent >= 1 && cpuPercent <= 100),
    at("scaling.cpuPercent"),
    `${cpuPercent} is out of range; allowed is 1–100`,
  );
  problems.require(
    requestsPerTarget === undefined || requestsPerTarget > 0,
    at("scaling.requestsPerTarget"),
    `${requestsPerTarget} is not a number of requests; give more than 0`,
  );
  problems.require(
    requestsPerTarget === undefined || route !== undefined,
    at("scaling.requestsPerTarget"),
    "needs a route: the load balancer counts the requests",
  );
  for (const [property, seconds] of Object.entries({ readySeconds, drainSeconds })) {
    problems.require(
      seconds === undefined || isBetween(seconds, 30, 7200),
      at(property),
      `${seconds} is out of range; allowed is 30–7200 seconds`,
    );
  }
  problems.require(
    isBetween(warmupSeconds, 0, 3600),
    at("warmupSeconds"),
    `${warmupSeconds} is out of range; allowed is 0–3600 seconds`,
  );
  if (route) validateRoute(route, at("route"), host, problems);
}

/** A route: a load balancer to be on, at least one condition, a health check of the application's own. */
export function validateRoute(route: FleetRouteArgs, path: string, host: PromotionHost, problems: Problems): void {
  const { priority, port, hosts = [], paths = [], healthCheckPath, deregistrationDelaySeconds = 60 } = route;
  const { healthCheckMatcher = "200", stickySeconds, serverErrors = 10 } = route;
  const at = (property: string): string => `${path}.${property}`;
  problems.require(host.hasLoadBalancer, path, "needs a load balancer, and the environment has none");
  problems.require(isBetween(priority, 1, 50000), at("priority"), `${priority} is out of range; allowed is 1–50000`);
  problems.require(isBetween(port, 1, 65535), at("port"), `${port} is not a port; allowed is 1–65535`);
  problems.require(
    isBetween(hosts.length + paths.length, 1, 5),
    path,
    `has ${hosts.length + paths.length} hosts and paths; AWS takes 1–5 together`,
  );
  for (const [i, one] of paths.entries()) {
    problems.require(one.startsWith("/"), at(`paths[${i}]`), `"${one}" does not begin with /`);
  }
  problems.require(
    healthCheckPath.startsWith("/"),
    at("healthCheckPath"),
    `"${healthCheckPath}" does not begin with /`,
  );
  problems.require(
    /^\d{3}([,-]\d{3})*$/.test(healthCheckMatcher),
    at("healthCheckMatcher"),
    `"${healthCheckMatcher}" is not a list of status codes such as 200 or 200-299`,
  );
  problems.require(
    isBetween(deregistrationDelaySeconds, 0, 3600),
    at("deregistrationDelaySeconds"),
    `${deregistrationDelaySeconds} is out of range; allowed is 0–3600 seconds`,
  );
  problems.require(
    stickySeconds === undefined || isBetween(stickySeconds, 60, 604800),
    at("stickySeconds"),
    `${stickySeconds} is out of range; allowed is 60–604800 seconds`,
  );
  problems.require(serverErrors >= 1, at("serverErrors"), `${serverErrors} is too small; at least 1`);
}

export function validateInstanceType(instanceType: string, path: string, problems: Problems): void {
  const reason = `"${instanceType}" is not an instance type such as m7i.large`;
  problems.require(INSTANCE_TYPE.test(instanceType), path, reason);
}

export function validateRootVolume({ device, sizeGiB }: RootVolumeArgs, path: string, problems: Problems): void {
  problems.require(
    ["/dev/sda1", "/dev/xvda"].includes(device),
    `${path}.device`,
    `"${device}" is not a root device; allowed are /dev/sda1, /dev/xvda`,
  );
  problems.require(
    isBetween(sizeGiB, 8, 16384),
    `${path}.sizeGiB`,
    `${sizeGiB} is out of range; allowed is 8–16384 GiB`,
  );
}
