import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { Emulator } from "./emulator";
import type { Engine } from "./engine";
import { projectRoot } from "./layout";

/** A resource as the state records it. */
const Resource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().optional(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});
export type StateResource = z.infer<typeof Resource>;

const Export = z.object({ deployment: z.object({ resources: z.array(Resource).optional() }).nullish() });
const StackList = z.array(z.object({ name: z.string() }));

/** Makes the folder that the engine's stack commands run in: the project's name, the backend, no program. */
export async function prepareHome(home: string, backend: string): Promise<void> {
  await mkdir(backend, { recursive: true });
  const project = parse(await readFile(join(projectRoot, "Pulumi.yaml"), "utf8")) as { name: string };
  const file = join(home, "Pulumi.yaml");
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, stringify({ name: project.name, runtime: "nodejs" }));
  await rename(partial, file); // commands for other stacks may be reading it
}

/** Whether the backend knows the stack. */
export async function stackExists(engine: Engine): Promise<boolean> {
  const stacks = StackList.parse(JSON.parse(await engine.manage(["stack", "ls", "--json"])));
  return stacks.some(({ name }) => name.split("/").at(-1) === engine.paths.stack);
}

/** The resources that the state records, without the stack itself and the providers. */
export async function recordedResources(engine: Engine): Promise<StateResource[]> {
  const text = await engine.manage(["stack", "export", "--stack", engine.paths.stack]);
  const resources = Export.parse(JSON.parse(text)).deployment?.resources ?? [];
  return resources.filter(({ type }) => !type.startsWith("pulumi:"));
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
