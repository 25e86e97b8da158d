import type { EngineEvent } from "@pulumi/pulumi/automation";
import { showProgress, type Terminal } from "./progress";
import { RunRecord } from "./record";
import type { Finished } from "./run";

/** Milliseconds between two updates of the progress. */
const TICK = 250;

/** The engine's commands that run over a stack. */
export type Operation = "up" | "preview" | "refresh" | "destroy";

/** One run of the engine, over. */
export interface EngineRun {
  readonly record: RunRecord;
  readonly succeeded: boolean;
  readonly milliseconds: number;
}

/** What a run is over, and how it is made. */
export interface RunOf {
  readonly stack: string;
  readonly settingsFile: string;
  readonly flags: readonly string[];
  /** Number of steps to expect, for the progress. */
  readonly total?: number;
}

/**
 * Starts the Pulumi CLI, with `onLine` for each line of its standard output. Its environment has
 * PULUMI_ENABLE_STREAMING_JSON_PREVIEW: a preview gives its events line by line then, as the other operations do.
 */
export type Pulumi = (args: readonly string[], onLine: (line: string) => void) => Promise<Finished>;

/** Runs an operation over a stack, with progress. What failed is in the record. */
export async function operate(
  operation: Operation,
  { stack, settingsFile, flags, total }: RunOf,
  terminal: Terminal,
  pulumi: Pulumi,
): Promise<EngineRun> {
  const apply = operation === "preview" ? [] : ["--yes", "--skip-preview"];
  const over = ["--stack", stack, "--config-file", settingsFile];
  const [record, start] = [new RunRecord(), Date.now()];
  const progress = showProgress(terminal, `${operation} ${stack}`, record, total, start);
  const timer = setInterval(() => progress.tick(Date.now()), TICK);
  const onLine = (line: string) => {
    if (!line.startsWith("{")) return;
    const step = record.add(JSON.parse(line) as EngineEvent, Date.now());
    if (step && operation !== "preview") progress.ended(step, Date.now());
  };
  try {
    const finished = await pulumi([operation, "--json", "--non-interactive", ...apply, ...over, ...flags], onLine);
    // The engine's last words are about problems before or beside its resources; the others came as events.
    const unsaid = finished.stderr.trim();
    if (finished.code !== 0 && record.errors.size === 0 && unsaid) record.errors.set("", [unsaid]);
    return { record, succeeded: finished.code === 0, milliseconds: Date.now() - start };
  } finally {
    clearInterval(timer);
    progress.close();
  }
}
