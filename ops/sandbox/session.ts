import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { readProject } from "../../plan/project";
import { readStackConfig, type StackConfig } from "../../plan/stackConfig";
import { resolveStack } from "../../stacks/settings/resolve";
import { readSiblings } from "../../stacks/settings/siblings";
import { projectRoot } from "../shared/projectRoot";
import { ensureEmulator, runningEmulator, type Emulator } from "./emulator";
import { Engine } from "./engine";
import { reachProblems, sandboxEnvironment } from "./environment";
import { Failure } from "../shared/failure";
import { withLock } from "./lock";
import { passphraseFile, sandboxFolder, type StackPaths } from "./layout";
import { seedPrerequisites } from "./prerequisites";
import { copySettings } from "./settingsCopy";
import { forgetLostState, prepareHome, stackExists } from "./state";
import type { Terminal } from "../shared/progress";

/** Where a command's words go: `notes` about what it does, `terminal` for its progress, `print` for its result. */
export interface Voice {
  readonly terminal: Terminal;
  note(line: string): void;
  print(line: string): void;
}

/** Asks the user whether to go on. */
export type Confirm = (question: string) => Promise<boolean>;

const LOST = "the emulated account in which this stack was built is gone: its state was removed, there is nothing left";

/**
 * Opens a stack that was built in the running emulator, for commands that need no settings.
 *
 * @returns undefined if nothing is built, or the emulator that held it is gone
 */
export async function openBuilt(paths: StackPaths, voice: Voice): Promise<Engine | undefined> {
  const emulator = await runningEmulator();
  return withLock(paths.homeLock, async () => {
    const engine = await engineFor(paths, emulator, voice);
    if (await forgetLostState(engine, emulator)) voice.note(LOST);
    return emulator && (await stackExists(engine)) ? engine : undefined;
  });
}

/**
 * Opens a stack for commands that run its program: starts the emulator if none runs, copies the settings, seeds what the
 * stack expects to find in its account, and makes the stack in the sandbox's backend.
 *
 * @param overrides settings to change in the copy
 * @throws PlanProblem if the settings cannot be read; SettingsError if they are wrong; Failure if the sandbox cannot be made
 */
export async function openStack(
  paths: StackPaths,
  voice: Voice,
  overrides: Readonly<Record<string, string>> = {},
): Promise<Engine> {
  const config = readStackConfig(readProject(projectRoot), paths.configDir, paths.stack);
  const siblings = readSiblings(paths.configDir, paths.stack);
  const { settings } = resolveStack({
    stack: paths.stack,
    config: config.values,
    secretKeys: config.secretKeys,
    siblings,
  });
  const emulator = await ensureEmulator((line) => voice.note(line));
  const engine = await withLock(paths.homeLock, () => prepareStack(paths, voice, config, overrides, emulator));
  for (const line of await seedPrerequisites(emulator, settings)) voice.note(`made, as the stack expects it: ${line}`);
  return engine;
}

/** Makes the stack in the backend, and its settings copy, where they do not exist. */
async function prepareStack(
  paths: StackPaths,
  voice: Voice,
  config: StackConfig,
  overrides: Readonly<Record<string, string>>,
  emulator: Emulator,
): Promise<Engine> {
  const engine = await engineFor(paths, emulator, voice);
  if (await forgetLostState(engine, emulator)) voice.note(LOST);
  const copy = copySettings(config, overrides, await saltOf(paths.settingsCopy));
  for (const key of copy.leftOut) voice.note(`left out in the sandbox: ${key}`);
  await writeFile(paths.settingsCopy, copy.text);
  if (!(await stackExists(engine))) await engine.manage(["stack", "init", paths.stack, "--no-select"]);
  const secrets = Object.entries(copy.secrets).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
  if (secrets.length > 0) await engine.manage(["config", "set-all", "--stack", paths.stack, ...secrets]);
  await writeFile(paths.instanceFile, emulator.instance);
  return engine;
}

/** The engine in a checked environment; without an emulator its calls to AWS would reach a closed port. */
async function engineFor(paths: StackPaths, emulator: Emulator | undefined, voice: Voice): Promise<Engine> {
  await prepareHome(paths.home, paths.backend);
  await ensurePassphrase(passphraseFile);
  const { backend, configDir, droppedFile } = paths;
  const port = emulator?.port ?? 1;
  const env = sandboxEnvironment(process.env, { port, backend, passphraseFile, droppedFile, configDir });
  const problems = reachProblems(env, sandboxFolder);
  if (problems.length > 0) {
    throw new Failure(["The sandbox would reach beyond this machine and does not run:", ...problems].join("\n  "));
  }
  return new Engine(paths, env, voice.terminal);
}

/** Makes the file with the sandbox's own passphrase, readable by its owner only, if it does not exist. */
async function ensurePassphrase(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(file, randomBytes(24).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** The encryption salt of an earlier copy of the settings, if there is one. */
async function saltOf(settingsCopy: string): Promise<string | undefined> {
  const text = await readFile(settingsCopy, "utf8").catch(() => "{}");
  return z.object({ encryptionsalt: z.string().optional() }).parse(parse(text)).encryptionsalt;
}
