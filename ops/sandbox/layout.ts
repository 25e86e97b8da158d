import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { projectRoot } from "../shared/projectRoot";

/** Where the sandbox keeps everything that it makes; deleting this folder forgets it all. */
export const sandboxFolder = join(projectRoot, ".slipway", sandboxName());

/** The emulator's Python environment, the same for every sandbox. */
export const venvFolder = join(projectRoot, ".slipway", "venv");

const stacksFolder = join(sandboxFolder, "stacks");

/** The sandbox's own passphrase, for the secrets of its states. */
export const passphraseFile = join(sandboxFolder, "passphrase");

/** The paths of one stack in the sandbox. */
export interface StackPaths {
  readonly stack: string;
  /** Folder of the user's `Pulumi.<stack>.yaml`: read, never written. */
  readonly configDir: string;
  /** The sandbox's own folder for the config dir; its `Pulumi.yaml` has the project's name and no program. */
  readonly home: string;
  /** The copy of the settings that the engine gets, see settingsCopy.ts. */
  readonly settingsCopy: string;
  /** The engine's file backend. */
  readonly backend: string;
  /** Id of the emulator instance in which the stack's resources were made. */
  readonly instanceFile: string;
  /** Where the provider plugin names inputs that it drops, see dropped.ts; exists during a run. */
  readonly droppedFile: string;
  /** Held while a command works on the stack. */
  readonly lockFile: string;
  /** Held while a command prepares a stack in `home`, which others share. */
  readonly homeLock: string;
}

/** SLIPWAY_SANDBOX names a sandbox beside the usual one, with an emulator of its own: the tests have one. */
function sandboxName(): string {
  return (process.env["SLIPWAY_SANDBOX"] ?? "sandbox").replace(/[^\w-]+/g, "-");
}

/**
 * The paths for a stack of a config dir. Every config dir has a home and a backend of its own, so that stacks of the
 * same name do not meet.
 */
export function stackPaths(stack: string, configDir: string): StackPaths {
  const dir = resolve(configDir);
  const digest = createHash("sha256").update(dir).digest("hex").slice(0, 8);
  const home = join(stacksFolder, `${basename(dir)}-${digest}`);
  return {
    stack,
    configDir: dir,
    home,
    settingsCopy: join(home, `Pulumi.${stack}.yaml`),
    backend: join(home, "state"),
    instanceFile: join(home, `${stack}.instance`),
    droppedFile: join(home, `${stack}.dropped.jsonl`),
    lockFile: join(home, `stack-${stack}.lock`),
    homeLock: join(home, "home.lock"),
  };
}

/** Removes the states and settings copies of all stacks. */
export async function forgetStacks(): Promise<void> {
  await rm(stacksFolder, { recursive: true, force: true });
}
