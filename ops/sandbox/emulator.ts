import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Failure } from "../shared/failure";
import { sandboxFolder, venvFolder as venv } from "./layout";
import { withLock } from "./lock";
import { ensurePackages } from "./pythonPackages";

/** A running emulator. */
export interface Emulator {
  readonly pid: number;
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Names this run of the emulator, which forgets everything when it ends. */
  readonly instance: string;
}

const sources = join(__dirname, "emulator");
const stateFile = join(sandboxFolder, "emulator.json");
const logFile = join(sandboxFolder, "emulator.log");
const Recorded = z.object({ pid: z.int(), port: z.int(), instance: z.string() });

/** Seconds that a new emulator gets until it answers. */
const START_LIMIT = 120;

/** The emulator that runs, if one does. */
export async function runningEmulator(): Promise<Emulator | undefined> {
  if (!existsSync(stateFile)) return undefined;
  const recorded = Recorded.parse(JSON.parse(await readFile(stateFile, "utf8")));
  const answer = await ask(recorded, "instance").catch(() => undefined);
  return answer === recorded.instance ? recorded : undefined;
}

/** The running emulator; started if there is none. `say` gets a line before anything that takes long. */
export async function ensureEmulator(say: (line: string) => void): Promise<Emulator> {
  await mkdir(sandboxFolder, { recursive: true });
  return withLock(join(sandboxFolder, "emulator.lock"), async () => {
    const running = await runningEmulator();
    if (running) return running;
    await ensurePackages(venv, join(sources, "requirements.txt"), () =>
      say(`installing the emulator into ${venv} (once, about a minute)`),
    );
    say("starting the emulated AWS");
    return start();
  });
}

/** Ends the emulator; with it goes everything that was made in it. Returns whether one ran. */
export async function stopEmulator(): Promise<boolean> {
  const running = await runningEmulator();
  if (running) {
    process.kill(running.pid, "SIGTERM");
    while (await runningEmulator()) await sleep(50);
  }
  await rm(stateFile, { force: true });
  return running !== undefined;
}

/** Sends a request to one of the emulator's own routes; a body makes it a POST. */
export async function ask(emulator: Emulator, route: string, body?: unknown): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${emulator.port}/moto-api/slipway/${route}`, {
    signal: AbortSignal.timeout(60_000),
    ...(body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Failure(`The emulator could not answer "${route}" (${response.status}); see ${logFile}`);
  return text;
}

async function start(): Promise<Emulator> {
  await rm(stateFile, { force: true });
  const log = await open(logFile, "w");
  const child = spawn(join(venv, "bin", "python"), [join(sources, "main.py"), stateFile], {
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    // Nothing of the user's account reaches it.
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], PYTHONDONTWRITEBYTECODE: "1" },
  });
  child.unref();
  await log.close();
  for (let waited = 0; waited < START_LIMIT && child.exitCode === null; waited += 0.1) {
    const running = await runningEmulator();
    if (running) return running;
    await sleep(100);
  }
  child.kill();
  throw new Failure(`The emulated AWS did not start; ${logFile} ends with:\n${await lastLines(logFile, 8)}`);
}

async function lastLines(file: string, count: number): Promise<string> {
  return (await readFile(file, "utf8")).trimEnd().split("\n").slice(-count).join("\n");
}
