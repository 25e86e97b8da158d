import type { StackPlan } from "./model";

/** Findings that end a plan with exit code 1: mandatory rules that are violated, or that could not be proved. */
export function violations({ policy }: StackPlan): number {
  return policy.failed.length + policy.unproven.filter(({ level }) => level === "mandatory").length;
}

/** Whether the stack could be planned and nothing mandatory is violated. */
export function passes(plan: StackPlan): boolean {
  return plan.problems.length === 0 && plan.policy.errors.length === 0 && violations(plan) === 0;
}
