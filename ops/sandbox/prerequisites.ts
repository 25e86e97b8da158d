import { z } from "zod";
import { prerequisitesOf } from "../../stacks/prerequisites";
import type { Settings } from "../../stacks/settings/schema";
import { ask, type Emulator } from "./emulator";

/**
 * Makes in the emulated account what the stack expects to find there: an existing network, certificates, hosted zones.
 *
 * @returns a line for each thing that was made now
 */
export async function seedPrerequisites(emulator: Emulator, settings: Settings): Promise<string[]> {
  return z.array(z.string()).parse(JSON.parse(await ask(emulator, "seed", prerequisitesOf(settings))));
}
