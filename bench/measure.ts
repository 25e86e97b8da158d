import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One run of a command. */
export interface Sample {
  /** From the start of the process to its end, in milliseconds. */
  wall: number;
  /** Peak resident memory of the largest process of its tree, in megabytes; 0 where /proc is missing. */
  memory: number;
}

/** Time between two looks at the memory of the processes, in milliseconds. */
const INTERVAL = 20;

/**
 * Runs a command once.
 *
 * @throws Error if it does not end with exit code 0
 */
export async function measure(command: string, args: string[], cwd: string): Promise<Sample> {
  const start = process.hrtime.bigint();
  const child = spawn(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  let memory = 0;
  const timer = setInterval(() => {
    if (child.pid !== undefined) memory = Math.max(memory, peakOfTree(child.pid));
  }, INTERVAL);
  const code = await new Promise<number | null>((done) => child.on("close", done));
  clearInterval(timer);
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with exit code ${code}`);
  return { wall, memory };
}

/** Peak memory so far of the largest process below and with `pid`, in megabytes. */
function peakOfTree(pid: number): number {
  return Math.max(0, ...[pid, ...descendants(pid)].map(peakOf));
}

/** The kernel's own record of a process's peak (VmHWM), hence right however seldom it is read. */
function peakOf(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/status`))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}

function descendants(pid: number): number[] {
  const threads = listProc(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readProc(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** Processes end while they are looked at. */
function readProc(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function listProc(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export interface Figures {
  min: number;
  median: number;
  max: number;
}

export function figuresOf(values: number[]): Figures {
  const ordered = [...values].sort((a, b) => a - b);
  const at = (index: number) => ordered[index] ?? 0;
  return { min: at(0), median: at(Math.floor(ordered.length / 2)), max: at(ordered.length - 1) };
}
