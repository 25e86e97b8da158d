import assert from "node:assert/strict";
import type { Sibling } from "../../stacks/settings/crossStack";
import { resolveStack, SettingsError } from "../../stacks/settings/resolve";

export const ZONES = ["us-west-2a", "us-west-2b"];

/** Configuration of a stack that is right, as a stack file holds it. */
export const RIGHT = {
  "aws:region": "us-west-2",
  "slipway:owner": "acme",
  "slipway:project": "shop",
  "slipway:stage": "staging",
  "slipway:network": { kind: "new", cidr: "10.10.0.0/16", zones: ZONES, natGateways: "single" },
};

export const network = (changes: object) => ({ "slipway:network": { ...RIGHT["slipway:network"], ...changes } });
export const balancer = (changes: object) => ({ "slipway:loadBalancer": changes });
export const instances = (changes: object) => ({
  "slipway:cluster": { instances: { instanceType: "t3.small", minSize: 2, maxSize: 4, ...changes } },
});

export interface Options {
  secretKeys?: string[];
  siblings?: Sibling[];
}

/** Resolves the right settings with some changed. */
export function resolve(changes: Record<string, unknown>, { secretKeys = [], siblings = [] }: Options = {}) {
  const config = Object.fromEntries(
    Object.entries({ ...RIGHT, ...changes }).filter(([, value]) => value !== undefined),
  );
  return resolveStack({ stack: "uat", config, secretKeys, siblings });
}

/** The problems of the right settings with some changed, as a user reads them. */
export function problemsOf(changes: Record<string, unknown>, options?: Options): string[] {
  try {
    resolve(changes, options);
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return error.problems.map(({ path, reason }) => `${path}: ${reason}`);
  }
  return [];
}
