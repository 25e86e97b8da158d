import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { COVERED_BY_UNIT_TESTS, droppedInputs } from "./support/dropped";
import { everyStack } from "./support/everyStack";
import { capacityProviders, inventory } from "./support/inventory";
import type { LifeCycle } from "./support/lifeCycle";
import { assertCode } from "./support/sandbox";
import { REGIONS, startStacks, type Stacks } from "./support/stacks";

/** The name of a snapshot in a line of the inventory. */
const snapshotOf = (line: string): string | undefined => / snapshot \S+ (\S+)$/.exec(line)?.[1];

/** Names of the volumes of which a snapshot stays: those of databases outside development. */
function lastSnapshots(cycles: readonly LifeCycle[]): string[] {
  const databases = cycles.filter(({ stack: { settings } }) => settings.couchDb && settings.stage !== "development");
  return databases.map(({ stack }) => `${stack.context.prefix}-couchdb-data`).sort();
}

/** The description of a key in a line of the inventory. */
const keyOf = (line: string): string | undefined => / key \S+ (.+)$/.exec(line)?.[1];

/** Descriptions of the keys that stay, since what they encrypt does: images, last snapshots. */
function lastingKeys(cycles: readonly LifeCycle[]): string[] {
  const keys = cycles.flatMap(({ stack: { settings, context } }) => [
    ...(settings.releaseBox ? [`Volumes and images of ${context.prefix}`] : []),
    ...(settings.couchDb?.encryption === "own" && settings.stage !== "development"
      ? [`Data of ${context.prefix}-couchdb`]
      : []),
  ]);
  return keys.sort();
}

describe("the life of every stack on the emulated AWS", () => {
  let stacks: Stacks;
  before(async () => {
    stacks = await startStacks();
  });

  it("T1 G5 up builds it", () => everyStack(async ({ up }) => assertCode(await up, 0)));

  it("inputs that a provider plugin older than the SDK drops are listed here, and looked at by unit tests", async () => {
    const outputs = await Promise.all(stacks.cycles.map(async ({ up }) => (await up).output));
    const dropped = [...new Set(outputs.flatMap(droppedInputs))].sort();
    console.log(
      ["    inputs that the provider plugin drops:", ...dropped, ...(dropped.length ? [] : ["none"])].join("\n      "),
    );
    for (const input of dropped) {
      const spec = COVERED_BY_UNIT_TESTS[input];
      assert.ok(spec, `${input} is dropped, and no unit test is known to look at it`);
      assert.ok(readFileSync(spec, "utf8").includes(input.split(/[ .]/).at(-1)!), `${spec} does not look at ${input}`);
    }
  });

  it("a refresh finds the account as the state says", () =>
    everyStack(async ({ refresh }) => assertCode(await refresh, 0)));

  it("T18 a preview of the same settings shows no change after it", () =>
    everyStack(async ({ secondPreview }) => {
      assertCode(await secondPreview, 0);
      assert.match((await secondPreview).output, /^\d+ unchanged in/m);
    }));

  it("A8 a plain destroy of a stack outside development is refused, and names what it protects", () =>
    everyStack(async ({ stack, destroy }) => {
      assertCode(await destroy, stack.context.protectData ? 1 : 0);
      if (stack.context.protectData) assert.match((await destroy).notes, /access-logs[^]*--release-data/);
    }));

  it("T16 L6 destroy with --release-data deletes protected data too, and buckets that are not empty", () =>
    everyStack(async ({ filled, release }) => {
      await filled;
      const ended = await release;
      if (ended) assertCode(ended, 0);
    }));

  it("T16 nothing is left in the account but what was there before", async () => {
    await Promise.all(stacks.cycles.map(({ release }) => release));
    const after = await inventory(stacks.port, REGIONS);
    const left = after.filter((line) => !stacks.before.includes(line));
    const namesOf = (of: (line: string) => string | undefined) =>
      left
        .map(of)
        .filter((name) => name !== undefined)
        .sort();
    assert.deepEqual(namesOf(snapshotOf), lastSnapshots(stacks.cycles));
    assert.deepEqual(namesOf(keyOf), lastingKeys(stacks.cycles));
    assert.deepEqual(
      left.filter((line) => snapshotOf(line) === undefined && keyOf(line) === undefined),
      [],
    );
    assert.deepEqual(
      stacks.before.filter((line) => !after.includes(line)),
      [],
    );
    for (const { stack, facts } of stacks.cycles) {
      const { capacityProvider } = (await facts).outputs;
      if (!capacityProvider) continue;
      assert.deepEqual(await capacityProviders(stacks.port, stack.settings.region, [capacityProvider]), []);
    }
  });
});
