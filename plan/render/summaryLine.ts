import { unprotectedData } from "../data";
import { losesData } from "../diff/dataRisk";
import type { DataRisk } from "../diff/model";
import type { StackPlan } from "../model";
import { isStackUrn, typeOf } from "../urn";
import { violations } from "../verdict";
import { count } from "./count";
import type { Rendered } from "./renderer";

type Compared = Omit<Rendered, "plans">;

/** A stack in one line: how many resources, what the policies found, and the data at risk; all that makes the plan fail. */
export function summaryLine(plan: StackPlan, shown: Compared): string {
  const { name } = plan;
  if (plan.problems.length > 0) {
    const problems = plan.problems.reduce((sum, problem) => sum + numberOfProblems(problem), 0);
    return `${name}: not planned, ${count(problems, "problem")}`;
  }
  const managed = plan.resources.filter(
    ({ urn, external }) => !external && !isStackUrn(urn) && !typeOf(urn).startsWith("pulumi:providers:"),
  );
  const custom = managed.filter((resource) => resource.custom).length;
  const remote = managed.filter((resource) => resource.remote).length;
  const resources = [
    count(custom, "resource"),
    ...(managed.length - custom - remote > 0 ? [count(managed.length - custom - remote, "component")] : []),
    ...(remote > 0 ? [count(remote, "remote component")] : []),
  ];
  const atRisk = dataAtRisk(plan, shown).length;
  const outcome = failsForData(plan, shown) ? "fails; --confirm-data-loss takes it for meant" : "confirmed";
  const data = atRisk > 0 ? `; ${count(atRisk, "resource")} with data at risk: ${outcome}` : "";
  return `${name}: ${resources.join(", ")}; ${policies(plan)}${data}`;
}

/** A message about settings or arguments lists what is wrong with them, indented below its first line. */
function numberOfProblems(message: string): number {
  return message.match(/^ {2}\S/gm)?.length ?? 1;
}

/** Whether the plan ends with 1 because of the data that the differences of the stack delete or replace. */
export function failsForData(plan: StackPlan, shown: Compared): boolean {
  return !shown.dataLossConfirmed && dataAtRisk(plan, shown).length > 0;
}

function dataAtRisk({ name }: StackPlan, { diff }: Compared): DataRisk[] {
  const risks = diff?.stacks.find((stack) => stack.name === name)?.dataAtRisk ?? [];
  return losesData(risks) ? risks : [];
}

function policies(plan: StackPlan): string {
  const { policy } = plan;
  const unproven = policy.unproven.length - policy.unproven.filter(({ level }) => level === "mandatory").length;
  const results = [
    ...(policy.errors.length > 0 ? [`policies broken: ${count(policy.errors.length, "error")}`] : []),
    count(violations(plan), "mandatory violation"),
    ...(policy.warned.length > 0 ? [count(policy.warned.length, "warning")] : []),
    ...(unproven > 0 ? [`${unproven} not evaluated`] : []),
    ...(unprotectedData(plan.resources).length > 0
      ? [`${unprotectedData(plan.resources).length} unprotected data`]
      : []),
  ];
  return results.join(", ");
}
