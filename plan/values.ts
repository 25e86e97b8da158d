import type { Properties, PropertyValue } from "./model";

/** The engine's marks in properties; a contract test compares them with the SDK's. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
export const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
/** Stands for a value that is known only after `pulumi up`. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What is shown in place of a secret. */
export const MASK = "[secret]";

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: unknown): value is Properties & { value: PropertyValue } {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

export function secret(value: PropertyValue): Properties {
  return { [SIGNATURE]: SECRET, value };
}

/** The value, out of the secret's envelope if it is one. */
export function unwrap(value: PropertyValue | undefined): PropertyValue | undefined {
  return isSecret(value) ? value.value : value;
}

/** Calls `visit` with every text inside a secret; also with those inside a secret that is a JSON document. */
export function eachSecretText(value: PropertyValue, visit: (text: string) => void, inside = false): void {
  if (typeof value === "string") {
    if (!inside || value === UNKNOWN) return;
    visit(value);
    if (/^\s*[[{]/.test(value)) eachSecretText(parseJson(value), visit, inside);
  } else if (Array.isArray(value)) {
    for (const item of value) eachSecretText(item, visit, inside);
  } else if (isSecret(value)) {
    eachSecretText(value.value, visit, true);
  } else if (isObject(value)) {
    for (const item of Object.values(value)) eachSecretText(item, visit, inside);
  }
}

function parseJson(text: string): PropertyValue {
  try {
    return JSON.parse(text) as PropertyValue;
  } catch {
    return null;
  }
}

/** A copy with object keys in order, so that equal values have equal text. */
export function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sorted) as T;
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) copy[key] = sorted((value as Record<string, unknown>)[key]);
  return copy as T;
}
