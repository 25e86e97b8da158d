import type { Host } from "../../environment/host";
import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { CheckedServiceArgs } from "./index";

/** ECS's quota of tasks in a service. */
export const MAX_TASKS = 5000;

/** Tasks that one service with users has in production, so that the end of one is not an outage. */
const MIN_PRODUCTION_TASKS = 2;

type CountArgs = Pick<CheckedServiceArgs, "desiredCount" | "scaling">;

/** The fewest tasks that a service runs by its settings, schedules left out. */
export function fewestTasks({ desiredCount = 1, scaling }: CountArgs): number {
  return scaling?.min ?? desiredCount;
}

/** The number of tasks: a number, and enough where people depend on it. */
export function validateTasks(args: CheckedServiceArgs, { stage }: Host, problems: Problems): void {
  const { desiredCount, scaling, route } = args;
  problems.require(
    desiredCount === undefined || isBetween(desiredCount, 0, MAX_TASKS),
    "desiredCount",
    `${desiredCount} is not a number of tasks; allowed is 0–${MAX_TASKS}`,
  );
  if (stage !== "production" || !route) return;
  const limits: [path: string, tasks: number][] = scaling
    ? [
        ["scaling.min", scaling.min],
        ...(scaling.schedules ?? []).map(({ min }, i): [string, number] => [`scaling.schedules[${i}].min`, min]),
      ]
    : [["desiredCount", fewestTasks(args)]];
  for (const [path, tasks] of limits) {
    problems.require(
      // None at all is on purpose: before environment files are there, or to switch a service off.
      tasks >= MIN_PRODUCTION_TASKS || tasks === 0,
      path,
      `is ${tasks}; production needs ${MIN_PRODUCTION_TASKS} or more tasks of a service with a route, or 0 to switch it off`,
    );
  }
}
