import { projectRoot } from "../shared/projectRoot";
import { expectDropped, takeDropped } from "./dropped";
import { Failure } from "../shared/failure";
import type { StackPaths } from "./layout";
import { isAlive } from "./lock";
import { operate, type EngineRun, type Operation, type Pulumi } from "../shared/operate";
import type { Terminal } from "../shared/progress";
import type { DroppedInput } from "../shared/record";
import { run, type Finished } from "../shared/run";

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
    await expectDropped(this.paths.droppedFile);
    let dropped: readonly DroppedInput[] = [];
    const pulumi: Pulumi = async (args, onLine) => {
      try {
        return await this.unlocked(() => run("pulumi", args, { cwd: projectRoot, env: this.env, onLine }));
      } finally {
        dropped = await takeDropped(this.paths.droppedFile);
      }
    };
    const { stack, settingsCopy } = this.paths;
    const done = await operate(operation, { stack, settingsFile: settingsCopy, flags, total }, this.terminal, pulumi);
    done.record.dropped = dropped;
    return done;
  }

  /** Runs a command about the stack itself (`stack export`, `config set-all` …) and returns what it printed. */
  async manage(args: readonly string[]): Promise<string> {
    const command = () => run("pulumi", [...args, "--non-interactive"], { cwd: this.paths.home, env: this.env });
    const { code, stdout, stderr } = await this.unlocked(command);
    if (code !== 0) throw new Failure(`pulumi ${args.slice(0, 2).join(" ")} failed:\n${stderr.trim()}`);
    return stdout;
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
