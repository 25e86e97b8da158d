import * as pulumi from "@pulumi/pulumi";
import { refuseInvalid, type Problem } from "../components/shared/problems";
import type { LoadedStack } from "../stacks/loadedStack";
import { configKey } from "../stacks/settings/decode";
import { formatPath } from "../stacks/settings/issues";
import { resolveStack, SettingsError, type Stack } from "../stacks/settings/resolve";
import type { WorkloadArgs } from "./workload";

/** Settings of a stack file that a workload does not take, and what to do instead. */
const ELSEWHERE: Record<string, string> = {
  operationsWebhook: "is a secret; give it beside settings, not in them",
  monitoringToken: "belongs to promotion, which a workload has none of",
  promotion: "needs the stack before this one, of which a workload knows nothing; use the component AmiPromotion",
};

/**
 * The stack that a workload's arguments describe.
 *
 * @throws pulumi.InputPropertiesError with every problem of the arguments
 */
export function resolveWorkload(name: string, args: WorkloadArgs): LoadedStack {
  const { stack, problems } = checkWorkload(name, args);
  refuseInvalid(name, problems);
  const { operationsWebhook } = args;
  return {
    ...stack!,
    ...(operationsWebhook !== undefined && { operationsWebhook: pulumi.secret(operationsWebhook) }),
  };
}

function checkWorkload(name: string, args: WorkloadArgs): { stack?: Stack; problems: Problem[] } {
  // No compiler has checked what comes from a program in another language.
  const { environment = name, settings } = args as { environment?: unknown; settings?: unknown };
  if (typeof environment !== "string") return problem("environment", "is no text that is known beforehand");
  if (!isMap(settings)) return problem("settings", "is no map of keys that is known beforehand");
  const unusable = [...misplacedIn(settings), ...outputsIn(settings)];
  const keys = new Set(unusable.map(({ key }) => key));
  const readable = Object.entries(settings).filter(([key]) => !keys.has(key));
  try {
    const stack = resolveStack({
      stack: environment,
      config: configOf(Object.fromEntries(readable), args),
      secretKeys: [configKey("operationsWebhook")],
      siblings: [],
    });
    return { stack, problems: unusable };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const others = error.problems.filter(({ path }) => !keys.has(path));
    return { problems: [...unusable, ...others.map(({ path, reason }) => ({ path: `settings.${path}`, reason }))] };
  }
}

const problem = (path: string, reason: string) => ({ problems: [{ path, reason }] });

/** The settings as the configuration of a stack: what checks stack files checks them too. */
function configOf(settings: Record<string, unknown>, { operationsWebhook }: WorkloadArgs): Record<string, unknown> {
  const region = new pulumi.Config("aws").get("region");
  const all = {
    ...(region !== undefined && { region }),
    ...settings,
    ...(operationsWebhook !== undefined && { operationsWebhook: "[secret]" }),
  };
  return Object.fromEntries(Object.entries(all).map(([setting, value]) => [configKey(setting), value]));
}

/** A problem of a setting that is not even read. */
type Unusable = Problem & { key: string };

function misplacedIn(settings: Record<string, unknown>): Unusable[] {
  return Object.entries(ELSEWHERE).flatMap(([key, reason]) =>
    key in settings ? [{ key, path: `settings.${key}`, reason }] : [],
  );
}

/** Values that are known only when the program runs, or are secret, anywhere in the settings. */
function outputsIn(settings: Record<string, unknown>): Unusable[] {
  const reason = "is an output of a resource, or a secret; settings decide which resources exist: give a plain value";
  return Object.entries(settings).flatMap(([key, value]) =>
    pathsOfOutputs(value, ["settings", key]).map((path) => ({ key, path: formatPath(path), reason })),
  );
}

function pathsOfOutputs(value: unknown, path: PropertyKey[]): PropertyKey[][] {
  if (pulumi.Output.isInstance(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, one]) => pathsOfOutputs(one, [...path, key]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value);
}
