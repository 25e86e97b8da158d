import { spawn } from "node:child_process";

/** How a command ended. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command is started with. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with each whole line of the standard output as it comes; the result's `stdout` is empty then. */
  readonly onLine?: (line: string) => void;
}

/** Runs a command to its end. A command that does not exist ends with code 127. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (!options.onLine) return;
      const lines = stdout.split("\n");
      stdout = lines.pop() ?? "";
      lines.forEach(options.onLine);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    // The engine takes an interrupt as "finish what is under way, save the state, end". One at the terminal reaches it
    // without us; either way we end when it has.
    const pass = () => child.kill("SIGINT");
    const stay = () => undefined;
    process.on("SIGTERM", pass).on("SIGINT", stay);
    const finish = (code: number) => {
      process.off("SIGTERM", pass).off("SIGINT", stay);
      done({ code, stdout, stderr });
    };
    child.on("error", (error) => {
      stderr += error.message;
      finish(127);
    });
    child.on("close", (code) => finish(code ?? 1));
  });
}
