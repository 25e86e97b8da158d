/**
 * The internals of `@pulumi/pulumi` that the plan relies on, all of them. They are not a public interface:
 * `tests/plan/sdkContract.spec.ts` pins them to one version, so that an upgrade that changes them fails there first.
 */
import "./leanSdk";
import * as pulumi from "@pulumi/pulumi";
import * as callbacks from "@pulumi/pulumi/proto/callback_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import * as config from "@pulumi/pulumi/runtime/config";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { runInPulumiStack } from "@pulumi/pulumi/runtime/stack";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

export {
  callbacks,
  config,
  Empty,
  engine,
  MockMonitor,
  provider,
  pulumi,
  resource,
  runInPulumiStack,
  settings,
  Struct,
};

/** What the plan sets in the SDK's state of one run; the SDK's own declaration of it is stripped from the package. */
interface SdkState {
  settings: { options: { rootDirectory?: string }; engine?: unknown };
  /** Registered by packages when they are loaded, for all programs. */
  resourcePackages: unknown;
  resourceModules: unknown;
  callbacks?: { _callbacks: Map<string, (request: Uint8Array) => Promise<{ serializeBinary(): Uint8Array }>> };
}

interface SdkStateModule {
  withLocalStorage<T>(callback: () => Promise<T>): Promise<T>;
  getStore(): SdkState;
  getGlobalStore(): SdkState;
  LocalStore: new () => SdkState;
}

/**
 * Runs a program with a state of its own. That of the first in a process takes the place of the SDK's global state;
 * asynchronous storage, which keeps the states of several programs apart, costs a fifth of a large program's time.
 */
export async function withOwnState<T>(run: () => Promise<T>): Promise<T> {
  if (hasRun) return state.withLocalStorage(run);
  hasRun = true;
  const former = state.getGlobalStore();
  const { resourcePackages, resourceModules } = former;
  sdkGlobals.globalStore = Object.assign(new state.LocalStore(), { resourcePackages, resourceModules });
  try {
    return await run();
  } finally {
    sdkGlobals.globalStore = former;
  }
}
let hasRun = false;
const sdkGlobals = globalThis as { globalStore?: SdkState };

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no usable type declaration
export const state = require("@pulumi/pulumi/runtime/state") as SdkStateModule;

/** Where a program has called provider functions that are not answered yet, by run and by token. */
const callers = new WeakMap<SdkState, Map<string, Error[]>>();

/** The program's first call of a function that has not been asked for: an error with its stack. */
export function takeCaller(token: string): Error | undefined {
  return callers.get(state.getStore())?.get(token)?.shift();
}

/**
 * Lets the SDK's invoke functions remember who called them: an invoke is sent much later, when nothing of the caller
 * is left on the stack, and an answer that is missing should name its line.
 */
function rememberCallers(runtime: Record<string, unknown>): void {
  for (const name of INVOKE_FUNCTIONS) {
    const original = runtime[name] as (token: string, ...args: unknown[]) => unknown;
    runtime[name] = (token: string, ...args: unknown[]) => {
      const store = state.getStore();
      const byToken = callers.get(store) ?? new Map<string, Error[]>();
      const calls = byToken.get(token) ?? [];
      calls.push(new Error());
      byToken.set(token, calls);
      callers.set(store, byToken);
      return original(token, ...args);
    };
  }
}

export const INVOKE_FUNCTIONS = ["invoke", "invokeOutput", "invokeSingle", "invokeSingleOutput"] as const;

rememberCallers(pulumi.runtime);
