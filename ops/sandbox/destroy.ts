import { DATA_TYPES } from "../../plan/data";
import { describe, type StateResource } from "../shared/stateResources";
import type { Engine } from "./engine";
import { Failure } from "../shared/failure";
import type { StackPaths } from "./layout";
import { report } from "./build";
import { openBuilt, openStack, type Confirm, type Voice } from "./session";
import { recordedResources, removeStack } from "./state";

/** Setting that lifts the protection of data (see stacks/settings). */
const RELEASE_DATA = { "slipway:teardown": "true" };

/** How to destroy. */
export interface DestroyOptions {
  /** Also what is protected. */
  readonly releaseData: boolean;
  readonly confirm: Confirm;
}

/** Deletes everything in the stack, after saying what that is. Protected resources stop it, unless they are released. */
export async function destroy(paths: StackPaths, voice: Voice, options: DestroyOptions): Promise<void> {
  const engine = await openBuilt(paths, voice);
  if (!engine) return voice.print(`nothing to destroy: stack "${paths.stack}" is not built in the sandbox`);
  const resources = await recordedResources(engine);
  const guarded = resources.filter(({ protect }) => protect);
  if (guarded.length > 0 && !options.releaseData) throw protectedFailure(paths.stack, guarded);
  losses(paths.stack, resources).forEach((line) => voice.print(line));
  if (!(await options.confirm(`Destroy stack "${paths.stack}"?`))) return voice.print("nothing was destroyed");

  if (guarded.length > 0) await releaseData(paths, voice);
  const staying = (await recordedResources(engine)).filter(({ retainOnDelete }) => retainOnDelete);
  await destroyAll(engine, voice, resources.length);
  staying.forEach(({ urn }) => voice.print(`stays in the account: ${describe(urn)}`));
}

async function destroyAll(engine: Engine, voice: Voice, total: number): Promise<void> {
  const run = await engine.operate("destroy", [], total);
  report(run, voice, false);
  await removeStack(engine);
}

/** Updates the stack with its protection lifted: `protect`, `retainOnDelete`, deletion protection, full buckets. */
async function releaseData(paths: StackPaths, voice: Voice): Promise<void> {
  voice.note("lifting the protection of data");
  const engine = await openStack(paths, voice, RELEASE_DATA);
  const run = await engine.operate("up", []);
  if (!run.succeeded) report(run, voice, false);
}

function losses(stack: string, resources: readonly StateResource[]): string[] {
  const real = resources.filter(({ custom }) => custom);
  const data = real.filter(({ type }) => DATA_TYPES.has(type));
  return [
    `destroys stack "${stack}": ${real.length} resources${data.length > 0 ? `, of which these hold data:` : ""}`,
    ...data.map(({ urn }) => `  ${describe(urn)}`),
  ];
}

function protectedFailure(stack: string, guarded: readonly StateResource[]): Failure {
  return new Failure(
    [
      `Stack "${stack}" protects its data; nothing was destroyed. Protected:`,
      ...guarded.map(({ urn }) => `  ${describe(urn)}`),
      `To delete it all the same: npm run sandbox -- destroy ${stack} --release-data`,
    ].join("\n"),
  );
}
