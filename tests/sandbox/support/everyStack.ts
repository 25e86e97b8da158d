import assert from "node:assert/strict";
import type { LifeCycle } from "./lifeCycle";
import type { Facts } from "./readBack";
import { startStacks } from "./stacks";

export type Settings = LifeCycle["stack"]["settings"];

/** Checks the facts of every stack that `applies` selects, one at least, and names the stacks that fail. */
export async function everyStack(
  check: (facts: Facts, settings: Settings, prefix: string) => void,
  applies: (settings: Settings) => boolean = () => true,
): Promise<void> {
  const { cycles } = await startStacks();
  // A release box or fleets add to an environment what is not its own; their tests are the promotion's.
  const environments = cycles.filter(({ stack: { settings } }) => !settings.releaseBox && !settings.promotion);
  const selected = environments.filter(({ stack }) => applies(stack.settings));
  assert.ok(selected.length > 0, "no stack to check");
  const failures: string[] = [];
  for (const { title, stack, facts } of selected) {
    try {
      check(await facts, stack.settings, stack.context.prefix);
    } catch (error) {
      failures.push(`${title}: ${(error as Error).message}`);
    }
  }
  assert.deepEqual(failures, []);
}
