import { Failure } from "../shared/failure";
import type { EngineRun } from "../shared/operate";
import type { BuildableStack } from "../shared/pulumiStack";
import { changeLines, errorLines, outputLines, summary, violationLines } from "../shared/report";

/** How to build. */
export interface UpOptions {
  /** The stacks in their order. */
  stacks: readonly string[];
  stackOf: (name: string) => BuildableStack;
  /** Asks whether to go on. */
  agrees: (question: string) => Promise<boolean>;
  print: (line: string) => void;
  /** The command that goes on with stacks. */
  commandFor: (stacks: readonly string[]) => string;
}

/**
 * Builds stacks, one after the other: previews each when those that it reads are built, asks, and brings it up. One without
 * changes is passed over, so that the same command goes on where it stopped.
 *
 * @throws Failure at the first one that fails, with what is up and how to go on
 */
export async function up({ stacks, stackOf, agrees, print, commandFor }: UpOptions): Promise<void> {
  for (const [i, name] of stacks.entries()) {
    const stack = stackOf(name);
    const stop = (why: string) =>
      new Failure([why, ...state(stacks, i), `then: ${commandFor(stacks.slice(i))}`].join("\n"));
    await stack.ensure();
    const planned = await stack.preview();
    violationLines(planned.record.violations).forEach(print);
    if (!planned.succeeded) {
      errorLines(planned.record).forEach(print);
      throw stop(`stack "${name}" is as it was: ${reasonOf(planned, "its preview failed")}`);
    }
    if (!hasChanges(planned)) {
      print(`stack "${name}" is up to date`);
      continue;
    }
    print(`stack "${name}" will change:`);
    changeLines(planned.record.changes.values()).forEach(print);
    print(summary(planned.record, planned.milliseconds, true));
    if (!(await agrees(`Bring stack "${name}" up?`))) {
      return [`stack "${name}" is as it was`, ...state(stacks, i)].forEach(print);
    }
    const done = await stack.up(planned.record.finished);
    outputLines(done.record.outputs).forEach(print);
    errorLines(done.record).forEach(print);
    print(summary(done.record, done.milliseconds, false));
    if (!done.succeeded)
      throw stop(`stack "${name}" is up in part: ${reasonOf(done, "what was done is in its state")}`);
  }
  print(`up: ${stacks.join(", ")}`);
}

/** Outputs may change alone; the stack itself is counted with the resources. */
function hasChanges({ record }: EngineRun): boolean {
  return record.changes.size > 0;
}

function reasonOf({ record }: EngineRun, otherwise: string): string {
  return record.violations.some(({ level }) => level === "mandatory")
    ? "a mandatory policy is violated"
    : `${otherwise}; put the cause right`;
}

/** Which stacks are up, and which have not been touched, when it stops at one. */
function state(stacks: readonly string[], at: number): string[] {
  const [before, after] = [stacks.slice(0, at), stacks.slice(at + 1)];
  return [
    ...(before.length > 0 ? [`up: ${before.join(", ")}`] : []),
    ...(after.length > 0 ? [`not begun: ${after.join(", ")}`] : []),
  ];
}
