import { spawn } from "node:child_process";
import { systemReason } from "../problem";

/** What is shown at most of a failed command's output. */
const LAST_LINES = 15;
const LAST_CHARACTERS = 8_000;

/** Commands that run, each the leader of a process group of its own. */
const running = new Set<number>();

/** Ends the commands that still run, with all that they have started. */
export function stopCommands(): void {
  for (const pid of running) {
    try {
      process.kill(-pid, "SIGTERM");
    } catch {
      // It has just ended.
    }
  }
}

/** Runs a command; `output` is the end of what it printed. */
export function run(folder: string, command: string, args: string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    let printed = "";
    const keep = (data: Buffer) => {
      printed = `${printed}${data.toString()}`.slice(-LAST_CHARACTERS);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", (error) => resolve({ status: 127, output: `${command}: ${systemReason(error)}` }));
    child.once("close", (status) => {
      if (pid !== undefined) running.delete(pid);
      resolve({ status: status ?? 1, output: printed.trim().split("\n").slice(-LAST_LINES).join("\n") });
    });
  });
}
