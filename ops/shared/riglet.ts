import { prerequisitesOf } from "../../stacks/prerequisites";
import { stacksIn } from "../../stacks/settings/siblings";
import { Failure } from "./failure";
import { readStack } from "./settings";

/** A stack, and those of its folder whose outputs it reads. */
export interface Reader {
  name: string;
  reads: readonly string[];
}

/**
 * The stacks that a command is about, each after those that it reads.
 *
 * @param names as the user gave them
 * @param all whether it is about every stack of the folder instead
 * @throws Failure if none is named, or both; PlanProblem, SettingsError if settings cannot be read or are wrong
 */
export function chosenStacks(names: readonly string[], all: boolean, configDir: string): string[] {
  if (all === names.length > 0) throw new Failure("name stacks, or give --all for every stack of the folder", 2);
  const chosen = all ? stacksIn(configDir) : [...new Set(names)];
  // Whoever takes one stack away may have settings that are no longer right.
  if (chosen.length === 1) return chosen;
  return inOrder(
    chosen.map((name) => {
      const { stacks } = prerequisitesOf(readStack(name, configDir).settings);
      return { name, reads: stacks.map((one) => one.name) };
    }),
  );
}

/**
 * Names of stacks, each after those that it reads; as they were given where that does not matter.
 *
 * @throws Failure if they read each other in a circle
 */
export function inOrder(stacks: readonly Reader[]): string[] {
  const names = new Set(stacks.map(({ name }) => name));
  const done = new Set<string>();
  while (done.size < stacks.length) {
    const ready = stacks.find(
      ({ name, reads }) => !done.has(name) && reads.every((one) => one === name || done.has(one) || !names.has(one)),
    );
    if (!ready) {
      const rest = stacks.map(({ name }) => name).filter((name) => !done.has(name));
      throw new Failure(`stacks read each other's outputs in a circle: ${rest.join(", ")}`);
    }
    done.add(ready.name);
  }
  return [...done];
}
