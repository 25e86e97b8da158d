/**
 * The internals of `@pulumi/pulumi` that the plan relies on, all of them. They are not a public interface:
 * `tests/plan/sdkContract.spec.ts` pins them to one version, so that an upgrade that changes them fails there first.
 */
import { AsyncLocalStorage } from "node:async_hooks";
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
  callbacks?: { _callbacks: Map<string, (request: Uint8Array) => Promise<{ serializeBinary(): Uint8Array }>> };
}

interface SdkStateModule {
  withLocalStorage<T>(callback: () => Promise<T>): Promise<T>;
  getStore(): SdkState;
}

/* eslint-disable @typescript-eslint/no-require-imports -- these modules have no usable type declaration */
export const debuggable = require("@pulumi/pulumi/runtime/debuggable") as { debuggablePromise: <T>(promise: T) => T };

export const state = require("@pulumi/pulumi/runtime/state") as SdkStateModule;
/* eslint-enable @typescript-eslint/no-require-imports */

const callSite = new AsyncLocalStorage<Error>();

/** Stack of the program's call that led to the invoke being answered now. */
export function invokeStack(): string {
  return callSite.getStore()?.stack ?? "";
}

/**
 * Lets the SDK's invoke functions remember who called them: an invoke is sent much later, when nothing of the caller
 * is left on the stack, and an answer that is missing should name its line.
 */
function rememberCallers(runtime: Record<string, unknown>): void {
  for (const name of INVOKE_FUNCTIONS) {
    const original = runtime[name] as (...args: unknown[]) => unknown;
    runtime[name] = (...args: unknown[]) => callSite.run(new Error(), () => original(...args));
  }
}

export const INVOKE_FUNCTIONS = ["invoke", "invokeOutput", "invokeSingle", "invokeSingleOutput"] as const;

rememberCallers(pulumi.runtime);

/**
 * Spares the stack that the SDK takes of each promise, thousands in a program, to debug promises that leak. That a
 * program waits in vain the plan sees by itself.
 */
debuggable.debuggablePromise = (promise) => promise;
