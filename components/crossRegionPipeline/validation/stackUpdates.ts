import type { Problems } from "../../shared/problems";
import type { CheckedPipeline } from "./index";

/** Stacks: one update at a time finds the lock of its state open, so each is updated once in a stage, from one region. */
export function validateStackUpdates({ stages, executions }: CheckedPipeline, own: string[], problems: Problems): void {
  const updated = stages.map((stage) => (stage.kind === "deploy" ? stage.targets : []));
  for (const [i, targets] of updated.entries()) {
    const stacks = targets.map((target) => (target.kind === "pulumi" ? target.stack : undefined));
    for (const [j, target] of targets.entries()) {
      if (target.kind !== "pulumi") continue;
      const at = `stages[${i}].targets[${j}]`;
      const regions = target.regions ?? own;
      problems.require(
        regions.length <= 1,
        `${at}.regions`,
        `${target.regions ? "has" : "is left out and would be"} ${regions.length} regions; a stack is updated once, from one region`,
      );
      const first = stacks.indexOf(target.stack);
      problems.require(
        first === j,
        `${at}.stack`,
        `"${target.stack}" is updated by targets[${first}] at the same time`,
      );
    }
  }
  problems.require(
    executions !== "parallel" || !updated.flat().some(({ kind }) => kind === "pulumi"),
    "executions",
    "are parallel, and two updates of a stack at a time lock each other out; use queued, or no target of kind pulumi",
  );
}
