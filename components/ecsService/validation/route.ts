import type { Host } from "../../environment/host";
import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { RouteArgs, TargetHealthCheckArgs } from "../args";
import { trafficShiftOf } from "../deployment/strategy";
import type { CheckedServiceArgs } from "./index";
import { validatePort } from "./port";
import { validateHosts } from "./routeHosts";

/** A load balancer's limits for the conditions of one rule; of wildcards AWS's pages say five and six. */
const MAX_VALUES = 5;
const MAX_WILDCARDS = 5;
const MAX_LENGTH = 128;

const PATH_PATTERN = /^[/*][A-Za-z0-9_\-.$/~"'@:+&*?]*$/;
/** Status codes from 200 to 499, as one, several or a range. */
const MATCHER = /^[2-4]\d\d(-[2-4]\d\d|(,[2-4]\d\d)*)$/;

const at = (property: string): string => `route.${property}`;

/** The listener rule and the target groups of a service: what the load balancer takes, and what can work. */
export function validateRoute(args: CheckedServiceArgs, host: Host, problems: Problems): void {
  const { route } = args;
  if (!route) return;
  const { priority, deregistrationDelaySeconds = 30, slowStartSeconds } = route;
  problems.require(
    host.loadBalancer !== undefined,
    "route",
    "needs a load balancer, and the environment has none; give it one, or remove the route",
  );
  problems.require(
    isBetween(priority, 1, 50000),
    at("priority"),
    `${priority} is not a priority; allowed is 1–50000, the lowest first`,
  );
  validatePort(args, route.port, at("port"), problems);
  validateConditions(args, route, problems);
  validateHosts(route, host, problems);
  validateHealthCheck(route.healthCheck, problems);
  problems.require(
    isBetween(deregistrationDelaySeconds, 0, 3600),
    at("deregistrationDelaySeconds"),
    `${deregistrationDelaySeconds} is out of range; allowed is 0–3600 seconds`,
  );
  if (slowStartSeconds === undefined) return;
  problems.require(
    isBetween(slowStartSeconds, 30, 900),
    at("slowStartSeconds"),
    `${slowStartSeconds} is out of range; allowed is 30–900 seconds`,
  );
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode
  const shift = trafficShiftOf(args.deployment);
  problems.require(
    shift === undefined,
    at("slowStartSeconds"),
    `does nothing with "${shift?.strategy}": targets start slowly only beside older ones, and the new tasks are alone in their target group; remove it`,
  );
}

function validateConditions({ deployment }: CheckedServiceArgs, route: RouteArgs, problems: Problems): void {
  const { hosts = [], paths = [] } = route;
  problems.require(
    hosts.length + paths.length > 0,
    "route",
    `has neither hosts nor paths; give one of them, paths: ["/*"] for every request`,
  );
  const test = trafficShiftOf(deployment)?.testTraffic;
  const values = [...hosts, ...paths, ...(test ? [test.value] : [])];
  const counted = test ? "hosts, paths and the value of the test header" : "hosts and paths";
  problems.require(
    values.length <= MAX_VALUES,
    "route",
    `has ${values.length} ${counted}; a rule takes at most ${MAX_VALUES} together`,
  );
  const wildcards = values.join("").replace(/[^*?]/g, "").length;
  problems.require(
    wildcards <= MAX_WILDCARDS,
    "route",
    `has ${wildcards} wildcards; a rule takes at most ${MAX_WILDCARDS} together`,
  );
  problems.unique(paths, at("paths"));
  for (const [i, path] of paths.entries()) {
    problems.require(
      PATH_PATTERN.test(path),
      at(`paths[${i}]`),
      `"${path}" is not a path pattern such as /api/*; it begins with / or *, and of other characters than letters and digits it has _-.$/~"'@:+&*? only`,
    );
    validateLength(path, at(`paths[${i}]`), problems);
  }
  for (const [i, name] of hosts.entries()) validateLength(name, at(`hosts[${i}]`), problems);
}

function validateLength(value: string, path: string, problems: Problems): void {
  problems.require(value.length <= MAX_LENGTH, path, `has ${value.length} characters; at most ${MAX_LENGTH}`);
}

function validateHealthCheck(check: TargetHealthCheckArgs, problems: Problems): void {
  const property = (name: string): string => at(`healthCheck.${name}`);
  const { path, matcher = "200", intervalSeconds = 15, timeoutSeconds = 5, gracePeriodSeconds = 60 } = check;
  problems.require(
    /^\/[!-~]{0,1023}$/.test(path),
    property("path"),
    `"${path}" is not a path; it begins with / and has at most 1024 characters without spaces`,
  );
  problems.require(
    MATCHER.test(matcher),
    property("matcher"),
    `"${matcher}" are not status codes from 200 to 499 such as 200, 200,204 or 200-299`,
  );
  const range = (name: string, value: number, low: number, high: number, unit: string): void =>
    problems.require(
      isBetween(value, low, high),
      property(name),
      `${value} is out of range; allowed is ${low}–${high}${unit}`,
    );
  range("intervalSeconds", intervalSeconds, 5, 300, " seconds");
  range("timeoutSeconds", timeoutSeconds, 2, 120, " seconds");
  range("healthyThreshold", check.healthyThreshold ?? 2, 2, 10, "");
  range("unhealthyThreshold", check.unhealthyThreshold ?? 3, 2, 10, "");
  range("gracePeriodSeconds", gracePeriodSeconds, 0, 2147483647, " seconds");
  problems.require(
    timeoutSeconds < intervalSeconds,
    property("timeoutSeconds"),
    `${timeoutSeconds} is not less than intervalSeconds (${intervalSeconds})`,
  );
}
