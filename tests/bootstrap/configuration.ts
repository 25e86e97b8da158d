import type { RolesSettings } from "../../bootstrap/github/settings";
import { readSettings } from "../../bootstrap/github/settings";

/** The settings of an account, as Pulumi hands them on; `changes` replaces some, and leaves those out that are undefined. */
export function configuration(changes: Record<string, unknown> = {}): Record<string, string> {
  const settings: Record<string, unknown> = {
    owner: "acme",
    project: "shop",
    repository: "acme/shop",
    state: { bucket: "acme-state", keys: ["arn:aws:kms:us-west-2:123456789012:key/0a1b"] },
    stacks: [
      { name: "dev", region: "us-west-2", deployPolicies: ["arn:aws:iam::123456789012:policy/deploy"] },
      {
        name: "prod",
        region: "eu-west-1",
        deployPolicies: ["arn:aws:iam::123456789012:policy/teams/deploy", "arn:aws:iam::123456789012:policy/zones"],
        permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
        deployHours: 4,
      },
    ],
    ...changes,
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    "aws:region": "us-west-2",
    ...Object.fromEntries(
      given.map(([key, value]) => [`slipway-github:${key}`, typeof value === "string" ? value : JSON.stringify(value)]),
    ),
  };
}

/** The same, checked. */
export const settingsOf = (changes?: Record<string, unknown>): RolesSettings =>
  readSettings("account", configuration(changes));
