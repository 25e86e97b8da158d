import { nearestOf } from "./issues";
import { secretSettings, settingsSchema } from "./schema";

/** Namespace of the settings in `Pulumi.<stack>.yaml`, which is the project's name in `Pulumi.yaml`. */
export const NAMESPACE = "slipway";

/** The setting that is Pulumi's own key, so that the provider and the program never disagree. */
const REGION_KEY = "aws:region";

/** Where a setting stands in a stack file, for messages. */
export function configKey(setting: string): string {
  return setting === "region" ? REGION_KEY : `${NAMESPACE}:${setting}`;
}

/** The settings, secrets included, by their keys in a stack file. */
export const SETTINGS: ReadonlyMap<string, string> = new Map(
  [...Object.keys(settingsSchema.shape), ...Object.keys(secretSettings)].map((name) => [configKey(name), name]),
);

/** How many edits a key of another namespace may be away from one of ours: three make `aws:region` of `aws:stsRegion`. */
const MAX_TYPOS = 2;

/**
 * Picks the settings out of a stack's whole configuration. Pulumi passes objects as JSON text and every scalar as text, and
 * stack files hold them as YAML: both come out the same. What is not ours (`aws:profile`, other namespaces) is left alone, unless it is one of our keys misspelt,
 * which stays under its whole key.
 */
export function decodeConfig(config: Record<string, unknown>): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    if (key === REGION_KEY) raw.region = value;
    else if (key.startsWith(`${NAMESPACE}:`)) {
      const name = key.slice(NAMESPACE.length + 1);
      // Under our own namespace it would be a second region beside the provider's: an unknown key.
      raw[name === "region" ? key : name] = isText(name) ? value : parseText(value);
    } else if (nearestOf(key, [...SETTINGS.keys()], MAX_TYPOS)) raw[key] = value;
  }
  return raw;
}

/** Whether the setting is a text, so that `"1"` means the text and not the number. */
function isText(name: string): boolean {
  return ["owner", "project", "stage"].includes(name) || !(name in settingsSchema.shape);
}

function parseText(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
