import type { Host } from "../../environment/host";
import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { ScalingArgs } from "../args";
import type { CheckedServiceArgs } from "./index";
import { validateSchedules } from "./schedules";
import { MAX_TASKS, validateTasks } from "./tasks";

const at = (property: string): string => `scaling.${property}`;

/** The number of tasks and what it follows. */
export function validateScaling(args: CheckedServiceArgs, host: Host, problems: Problems): void {
  validateTasks(args, host, problems);
  const { scaling, desiredCount } = args;
  if (!scaling) return;
  const { min, max, schedules = [] } = scaling;
  validateLimits(scaling, "scaling", problems);
  if (min <= max && desiredCount !== undefined && (desiredCount < min || desiredCount > max)) {
    problems.add("desiredCount", `${desiredCount} is not between scaling's min and max (${min}–${max})`);
  }
  if (min === max && schedules.length === 0) {
    problems.add("scaling", `has min and max ${min}, which leaves nothing to follow; use desiredCount, or widen them`);
  }
  validateReasons(scaling, args.route !== undefined, problems);
  validateSchedules(schedules, problems);
  for (const [i, schedule] of schedules.entries()) validateLimits(schedule, at(`schedules[${i}]`), problems);
}

function validateLimits({ min, max }: { min: number; max: number }, path: string, problems: Problems): void {
  const isCount = (tasks: number): boolean => isBetween(tasks, 0, MAX_TASKS);
  problems.require(isCount(min), `${path}.min`, `${min} is not a number of tasks; allowed is 0–${MAX_TASKS}`);
  problems.require(isCount(max), `${path}.max`, `${max} is not a number of tasks; allowed is 0–${MAX_TASKS}`);
  problems.require(max >= min, `${path}.max`, `${max} is less than min (${min})`);
}

function validateReasons(scaling: ScalingArgs, hasRoute: boolean, problems: Problems): void {
  const { cpuPercent, memoryPercent, requestsPerTarget, serverErrors, schedules = [] } = scaling;
  for (const [property, value] of [
    ["cpuPercent", cpuPercent],
    ["memoryPercent", memoryPercent],
  ] as const) {
    problems.require(
      value === undefined || (value >= 1 && value <= 100),
      at(property),
      `${value} is out of range; allowed is 1–100`,
    );
  }
  const positive = (property: string, value: number | undefined): void =>
    problems.require(
      value === undefined || isBetween(value, 1, Number.MAX_SAFE_INTEGER),
      at(property),
      `${value} is not a whole number of 1 or more`,
    );
  positive("requestsPerTarget", requestsPerTarget);
  positive("serverErrors.threshold", serverErrors?.threshold);
  positive("serverErrors.add", serverErrors?.add);
  for (const [property, reason] of [
    ["requestsPerTarget", requestsPerTarget],
    ["serverErrors", serverErrors],
  ] as const) {
    problems.require(
      reason === undefined || hasRoute,
      at(property),
      "counts the load balancer's requests, and the service has no route; give it one, or remove this",
    );
  }
  const follows = [cpuPercent, memoryPercent, requestsPerTarget].some((reason) => reason !== undefined);
  if (follows || schedules.length > 0) return;
  if (serverErrors) {
    problems.add(
      at("serverErrors"),
      "only adds tasks, and nothing takes them away again; give cpuPercent, memoryPercent or requestsPerTarget too",
    );
  } else {
    problems.add("scaling", "has nothing to follow; give cpuPercent, memoryPercent, requestsPerTarget or schedules");
  }
}
