import { cronProblem, isTimeZone } from "../../shared/cron";
import type { Problems } from "../../shared/problems";
import type { WindowArgs } from "../args";

/** A window: an expression and a time zone that CodePipeline understands. */
export function validateWindow({ cron, timezone = "UTC" }: WindowArgs, path: string, problems: Problems): void {
  const reason = quartzProblem(cron);
  if (reason) problems.add(`${path}.cron`, `"${cron}" ${reason}`);
  problems.require(
    isTimeZone(timezone),
    `${path}.timezone`,
    `"${timezone}" is not an IANA time zone such as America/New_York`,
  );
}

/**
 * What CodePipeline refuses in an expression: seconds stand before the fields of other expressions, and the year may be left out.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html
 */
function quartzProblem(cron: string): string | undefined {
  const [, fields, year = " *"] = /^\* (\S+(?: \S+){4})( \S+)?$/.exec(cron) ?? [];
  if (fields !== undefined) return cronProblem(fields + year);
  return "is not a Quartz expression of six or seven fields, * for the seconds first, such as * * 9-16 ? * MON-THU *";
}
