import type { EngineEvent } from "@pulumi/pulumi/automation";
import { projectRoot } from "../shared/projectRoot";
import { expectDropped, takeDropped } from "./dropped";
import { Failure } from "../shared/failure";
import type { StackPaths } from "./layout";
import { isAlive } from "./lock";
import { showProgress, type Terminal } from "./progress";
import { RunRecord } from "./record";
import { run, type Finished } from "../shared/run";

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

/**
 * The Pulumi CLI for one stack, in a checked environment.
 *
 * It is started directly and not through the Automation API, whose `stack init` writes to the settings file beside the
 * program and whose children inherit the environment of this process. Its `--json` streams the same engine events.
 */
export class Engine {
  constructor(
    readonly paths: StackPaths,
    private readonly env: Readonly<Record<string, string>>,
    private readonly terminal: Terminal,
  ) {}

  /**
   * Runs an operation over the stack, with progress. What failed is in the record.
   *
   * @param total number of steps to expect, for the progress
   */
  async operate(operation: Operation, flags: readonly string[], total?: number): Promise<EngineRun> {
    const apply = operation === "preview" ? [] : ["--yes", "--skip-preview"];
    const args = [operation, "--json", "--non-interactive", ...apply, ...this.stackFlags(), ...flags];
    const [record, start] = [new RunRecord(), Date.now()];
    const progress = showProgress(this.terminal, `${operation} ${this.paths.stack}`, record, total, start);
    const timer = setInterval(() => progress.tick(Date.now()), TICK);
    const onLine = (line: string) => {
      if (!line.startsWith("{")) return;
      const step = record.add(JSON.parse(line) as EngineEvent, Date.now());
      if (step && operation !== "preview") progress.ended(step, Date.now());
    };
    await expectDropped(this.paths.droppedFile);
    try {
      const finished = await this.unlocked(() => run("pulumi", args, { cwd: projectRoot, env: this.env, onLine }));
      // The engine's last words are about problems before or beside its resources; the others came as events.
      const unsaid = finished.stderr.trim();
      if (finished.code !== 0 && record.errors.size === 0 && unsaid) record.errors.set("", [unsaid]);
      return { record, succeeded: finished.code === 0, milliseconds: Date.now() - start };
    } finally {
      record.dropped = await takeDropped(this.paths.droppedFile);
      clearInterval(timer);
      progress.close();
    }
  }

  /** Runs a command about the stack itself (`stack export`, `config set-all` …) and returns what it printed. */
  async manage(args: readonly string[]): Promise<string> {
    const command = () => run("pulumi", [...args, "--non-interactive"], { cwd: this.paths.home, env: this.env });
    const { code, stdout, stderr } = await this.unlocked(command);
    if (code !== 0) throw new Failure(`pulumi ${args.slice(0, 2).join(" ")} failed:\n${stderr.trim()}`);
    return stdout;
  }

  private stackFlags(): string[] {
    return ["--stack", this.paths.stack, "--config-file", this.paths.settingsCopy];
  }

  /** Runs the command; once more if only a process that no longer exists holds the stack's lock. */
  private async unlocked(command: () => Promise<Finished>): Promise<Finished> {
    const finished = await command();
    if (finished.code === 0 || !finished.stderr.includes("currently locked")) return finished;
    const holders = [...finished.stderr.matchAll(/\(pid (\d+)\)/g)].map((match) => Number(match[1]));
    if (holders.some(isAlive)) return finished;
    const cancel = ["cancel", "--yes", "--stack", this.paths.stack];
    await run("pulumi", cancel, { cwd: this.paths.home, env: this.env });
    return command();
  }
}
