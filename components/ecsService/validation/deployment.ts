import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import { percentsOf, trafficShiftOf, type TrafficShift } from "../deployment/strategy";
import type { PauseArgs, TestTrafficArgs } from "../deploymentArgs";
import type { CheckedServiceArgs } from "./index";
import { fewestTasks, MAX_TASKS } from "./tasks";

/** A day, the longest that ECS waits for anything but a pause. */
const MAX_MINUTES = 1440;
/** Two weeks. */
const MAX_PAUSE_MINUTES = 20160;

/** Names of headers that the environment's load balancer lets through: it drops those with other characters as invalid. */
const HEADER = /^[A-Za-z0-9-]+$/;

const at = (property: string): string => `deployment.${property}`;

/** How a service is deployed: ranges, and what ECS or the load balancer does not allow together. */
export function validateDeployment(args: CheckedServiceArgs, problems: Problems): void {
  const shift = trafficShiftOf(args.deployment);
  if (!shift) {
    validateRolling(args, problems);
    return;
  }
  problems.require(
    args.route !== undefined,
    at("strategy"),
    `"${shift.strategy}" moves the load balancer's traffic, and the service has no route; give it one, or use "rolling"`,
  );
  validateShares(shift, problems);
  if (shift.testTraffic) validateTestTraffic(shift.testTraffic, args.route?.priority, problems);
  validatePauses(shift, problems);
}

function validateRolling(args: CheckedServiceArgs, problems: Problems): void {
  const { minimum, maximum } = percentsOf(args.deployment);
  const tasks = fewestTasks(args);
  const inRange = isBetween(minimum, 0, 100) && isBetween(maximum, 100, 200);
  problems.require(
    isBetween(minimum, 0, 100),
    at("minimumHealthyPercent"),
    `${minimum} is out of range; allowed is 0–100`,
  );
  problems.require(
    isBetween(maximum, 100, 200),
    at("maximumPercent"),
    `${maximum} is out of range; allowed is 100–200`,
  );
  if (!inRange) return;
  // ECS rounds the most down and the least up.
  const most = Math.floor((tasks * maximum) / 100);
  const least = Math.ceil((tasks * minimum) / 100);
  if (maximum <= minimum) {
    problems.add(at("maximumPercent"), `${maximum} is not more than minimumHealthyPercent (${minimum})`);
  } else if (isBetween(tasks, 1, MAX_TASKS) && most <= least) {
    problems.add(
      at("maximumPercent"),
      `${maximum} of ${count(tasks)} is at most ${most}, and minimumHealthyPercent ${minimum} at least ${least}: no task could be replaced; widen one`,
    );
  }
}

function count(tasks: number): string {
  return tasks === 1 ? "1 task" : `${tasks} tasks`;
}

function validateShares(shift: TrafficShift, problems: Problems): void {
  const minutes = (property: string, value = 0): void =>
    problems.require(
      isBetween(value, 0, MAX_MINUTES),
      at(property),
      `${value} is out of range; allowed are 0–${MAX_MINUTES} whole minutes`,
    );
  const percent = (property: string, value: number, low: number): void =>
    problems.require(
      value >= low && value <= 100 && isTenths(value),
      at(property),
      `${value} is out of range; allowed is ${low}–100 in steps of 0.1`,
    );
  minutes("bakeMinutes", shift.bakeMinutes);
  if (shift.strategy === "canary") {
    percent("canaryPercent", shift.canaryPercent, 0.1);
    minutes("canaryBakeMinutes", shift.canaryBakeMinutes);
  }
  if (shift.strategy === "linear") {
    percent("stepPercent", shift.stepPercent, 3);
    minutes("stepBakeMinutes", shift.stepBakeMinutes);
  }
}

function isTenths(value: number): boolean {
  return Math.abs(value * 10 - Math.round(value * 10)) < 1e-9;
}

function validateTestTraffic(
  { priority, header, value }: TestTrafficArgs,
  routePriority: number | undefined,
  problems: Problems,
): void {
  const property = (name: string): string => at(`testTraffic.${name}`);
  if (!isBetween(priority, 1, 50000)) {
    problems.add(property("priority"), `${priority} is not a priority; allowed is 1–50000, the lowest first`);
  } else if (routePriority !== undefined && priority >= routePriority) {
    problems.add(
      property("priority"),
      `${priority} is not below the route's (${routePriority}), whose rule would take the test requests first`,
    );
  }
  problems.require(
    HEADER.test(header) && header.length <= 40 && header.toLowerCase() !== "host",
    property("header"),
    `"${header}" is not the name of a header of at most 40 characters other than host, such as x-version`,
  );
  problems.require(
    /^[ -~]{1,128}$/.test(value),
    property("value"),
    `"${value}" is not the value of a header; allowed are 1–128 ASCII characters`,
  );
}

function validatePauses({ pauses = [], testTraffic }: TrafficShift, problems: Problems): void {
  const points: PauseArgs["at"][] = pauses.map((pause) => pause.at);
  for (const [i, { at: point, timeoutMinutes }] of pauses.entries()) {
    const path = at(`pauses[${i}]`);
    problems.require(points.indexOf(point) === i, `${path}.at`, `"${point}" is taken by another pause`);
    problems.require(
      point !== "afterTestTraffic" || testTraffic !== undefined,
      `${path}.at`,
      `"afterTestTraffic" needs testTraffic; give it, or pause at "afterNewTasks"`,
    );
    problems.require(
      isBetween(timeoutMinutes, 1, MAX_PAUSE_MINUTES),
      `${path}.timeoutMinutes`,
      `${timeoutMinutes} is out of range; allowed are 1–${MAX_PAUSE_MINUTES} whole minutes`,
    );
  }
}
