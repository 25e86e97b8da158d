import { cronProblem, isTimeZone } from "../../shared/cron";
import type { Problems } from "../../shared/problems";
import type { ScheduleArgs } from "../args";

/** Times at which the limits change. */
export function validateSchedules(schedules: ScheduleArgs[], problems: Problems): void {
  const names = schedules.map(({ name }) => name);
  for (const [i, { name, cron, timezone = "UTC" }] of schedules.entries()) {
    const at = (property: string): string => `scaling.schedules[${i}].${property}`;
    problems.require(
      /^[a-z][a-z0-9-]{0,29}$/.test(name),
      at("name"),
      `"${name}" is not a lower-case name of at most 30 characters`,
    );
    problems.require(names.indexOf(name) === i, at("name"), `"${name}" is taken by another schedule`);
    const reason = cronProblem(cron);
    if (reason) problems.add(at("cron"), `"${cron}" ${reason}`);
    problems.require(
      isTimeZone(timezone),
      at("timezone"),
      `"${timezone}" is not an IANA time zone such as Europe/Berlin`,
    );
  }
}
