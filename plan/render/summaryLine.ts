import { unprotectedData } from "../data";
import type { StackPlan } from "../model";
import { isStackUrn, typeOf } from "../urn";
import { violations } from "../verdict";
import { count } from "./count";

/** A stack in one line: how many resources, and what the policies found. */
export function summaryLine(plan: StackPlan): string {
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
  return `${plan.name}: ${plan.problems.length > 0 ? `not planned, ${count(plan.problems.length, "problem")}` : `${resources.join(", ")}; ${policies(plan)}`}`;
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
