import assert from "node:assert/strict";
import type { LifeCycle } from "./lifeCycle";
import type { Facts } from "./readBack";
import { startStacks } from "./stacks";

export type Settings = LifeCycle["stack"]["settings"];

/** Checks a life cycle of every stack that `applies` selects, one at least, and names the stacks that fail. */
export async function everyStack(
  check: (cycle: LifeCycle) => Promise<void>,
  applies: (settings: Settings) => boolean = () => true,
): Promise<void> {
  const { cycles } = await startStacks();
  const selected = cycles.filter(({ stack }) => applies(stack.settings));
  assert.ok(selected.length > 0, "no stack to check");
  const failures: string[] = [];
  for (const cycle of selected) {
    await check(cycle).catch((error: Error) => failures.push(`${cycle.title}: ${error.message}`));
  }
  assert.deepEqual(failures, []);
}

/** The same for what the account says of each environment. */
export async function everyEnvironment(
  check: (facts: Facts, settings: Settings, prefix: string) => void,
  applies: (settings: Settings) => boolean = () => true,
): Promise<void> {
  await everyStack(
    async ({ facts, stack }) => check(await facts, stack.settings, stack.context.prefix),
    // A release box or fleets add to an environment what is not its own; their tests are the promotion's.
    (settings) => !settings.releaseBox && !settings.promotion && applies(settings),
  );
}
