import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Emulator } from "./emulator";
import type { Engine } from "./engine";
import { Failure } from "../shared/failure";
import { projectRoot } from "../shared/projectRoot";
import { resourcesIn, type StateResource } from "../shared/stateResources";

/** Makes the folder that the engine's stack commands run in: the project's name, the backend, no program. */
export async function prepareHome(home: string, backend: string): Promise<void> {
  await mkdir(backend, { recursive: true });
  const project = parse(await readFile(join(projectRoot, "Pulumi.yaml"), "utf8")) as { name: string };
  const file = join(home, "Pulumi.yaml");
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, stringify({ name: project.name, runtime: "nodejs" }));
  await rename(partial, file); // commands for other stacks may be reading it
}

/** Whether the backend knows the stack. It asks for this one alone: a list would read others that are being written. */
export async function stackExists(engine: Engine): Promise<boolean> {
  try {
    await exportStack(engine);
    return true;
  } catch (error) {
    if (error instanceof Failure && error.message.includes("no stack named")) return false;
    throw error;
  }
}

const exportStack = (engine: Engine) => engine.manage(["stack", "export", "--stack", engine.paths.stack]);

/** The resources that the state records, without the stack itself and the providers. */
export async function recordedResources(engine: Engine): Promise<StateResource[]> {
  return resourcesIn(await exportStack(engine));
}

/**
 * Removes the state of a stack that was made in another instance of the emulator: nothing of it exists any more.
 *
 * @returns whether there was such a state
 */
export async function forgetLostState(engine: Engine, emulator: Emulator | undefined): Promise<boolean> {
  const madeIn = await readFile(engine.paths.instanceFile, "utf8").catch(() => undefined);
  if (madeIn === undefined || madeIn === emulator?.instance) return false;
  if (await stackExists(engine)) await removeStack(engine, ["--force"]);
  await rm(engine.paths.instanceFile, { force: true });
  return true;
}

/** Removes the stack from the backend; `--force` also with resources in its state. */
export async function removeStack(engine: Engine, flags: readonly string[] = []): Promise<void> {
  await engine.manage(["stack", "rm", "--yes", "--preserve-config", ...flags, "--stack", engine.paths.stack]);
  await rm(engine.paths.instanceFile, { force: true });
}
