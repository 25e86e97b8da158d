import type { EngineRun } from "../shared/operate";
import { Failure } from "../shared/failure";
import type { StackPaths } from "./layout";
import { policyFlags } from "../shared/policyPack";
import { changeLines, errorLines, outputLines, summary, violationLines } from "../shared/report";
import { droppedLines, recordedOnlyLines } from "./report";
import { openBuilt, openStack, type Confirm, type Voice } from "./session";

/** Shows what `up` would change. */
export async function preview(paths: StackPaths, voice: Voice, expectNoChanges: boolean): Promise<void> {
  const engine = await openStack(paths, voice);
  const run = await engine.operate("preview", policyFlags(paths.stack, paths.configDir));
  changeLines(run.record.changes.values()).forEach((line) => voice.print(line));
  report(run, voice, true);
  requireUnchanged(run, expectNoChanges);
}

/** How to build. */
export interface UpOptions {
  readonly skipPreview: boolean;
  /** Asked before anything is deleted or replaced. */
  readonly confirm: Confirm;
}

/** Builds or changes the stack: previews first, so that a violated policy stops it before anything is made. */
export async function up(paths: StackPaths, voice: Voice, options: UpOptions): Promise<void> {
  const engine = await openStack(paths, voice);
  const policies = policyFlags(paths.stack, paths.configDir);
  let total: number | undefined;
  if (!options.skipPreview) {
    const planned = await engine.operate("preview", policies);
    if (!planned.succeeded) report(planned, voice, true);
    const lost = [...planned.record.changes.values()].filter(({ op }) => op === "delete" || op === "replace");
    changeLines(lost).forEach((line) => voice.print(line));
    if (lost.length > 0 && !(await options.confirm("Delete or replace these?")))
      return voice.print("nothing was changed");
    total = planned.record.finished;
  }
  const run = await engine.operate("up", policies, total);
  outputLines(run.record.outputs).forEach((line) => voice.print(line));
  report(run, voice, false);
}

/** Reads every resource back from the emulated account into the state. */
export async function refresh(paths: StackPaths, voice: Voice, expectNoChanges: boolean): Promise<void> {
  const engine = await openBuilt(paths, voice);
  if (!engine) throw nothingBuilt(paths);
  const run = await engine.operate("refresh", []);
  changeLines(run.record.changes.values()).forEach((line) => voice.print(line));
  report(run, voice, false);
  requireUnchanged(run, expectNoChanges);
}

/** Prints the stack's outputs as JSON, secrets masked. */
export async function outputs(paths: StackPaths, voice: Voice): Promise<void> {
  const engine = await openBuilt(paths, voice);
  if (!engine) throw nothingBuilt(paths);
  voice.print((await engine.manage(["stack", "output", "--json", "--stack", paths.stack])).trimEnd());
}

function nothingBuilt({ stack }: StackPaths): Failure {
  return new Failure(`Stack "${stack}" is not built in the sandbox; build it: npm run sandbox -- up ${stack}`);
}

/**
 * Prints how a run ended: policy violations, warnings, what exists only in the state, errors and the counts.
 *
 * @throws Failure if the run failed
 */
export function report(run: EngineRun, voice: Voice, isPreview: boolean): void {
  const { record } = run;
  for (const warning of record.warnings) voice.note(`warning: ${warning}`);
  violationLines(record.violations).forEach((line) => voice.print(line));
  recordedOnlyLines(record).forEach((line) => voice.print(line));
  droppedLines(record).forEach((line) => voice.print(line));
  errorLines(record).forEach((line) => voice.print(line));
  voice.print(summary(record, run.milliseconds, isPreview));
  if (run.succeeded) return;
  throw new Failure(
    record.violations.some(({ level }) => level === "mandatory")
      ? "A mandatory policy is violated: change the settings or the program."
      : isPreview
        ? "The preview failed; nothing was changed."
        : "The run failed. What was done until then is in the state: put the cause right and run the command again.",
  );
}

function requireUnchanged(run: EngineRun, expectNoChanges: boolean): void {
  if (!expectNoChanges || run.record.changes.size === 0) return;
  throw new Failure(`${run.record.changes.size} changes where none were expected.`);
}
