import { spawn } from "node:child_process";

/** Lines of a failed command that are shown. */
const LAST_LINES = 15;

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
export function run(
  folder: string,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ status: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    const lines: string[] = [];
    const keep = (data: Buffer) => {
      lines.push(...data.toString().split("\n"));
      lines.splice(0, lines.length - LAST_LINES);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", reject);
    child.once("close", (status) => {
      if (pid !== undefined) running.delete(pid);
      resolve({ status: status ?? 1, output: lines.join("\n").trim() });
    });
  });
}
