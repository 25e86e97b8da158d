import type { PropertyValue } from "../model";
import { isObject, isSecret, MASK, RESOURCE_REFERENCE, SIGNATURE, UNKNOWN } from "../values";

export const KNOWN_AFTER_UP = "(known after up)";

/** A property as text on one line: objects and lists in brackets, secrets and unknown values named. */
export function valueText(value: PropertyValue): string {
  if (isSecret(value)) return MASK;
  if (typeof value === "string") {
    const text = value.replaceAll(UNKNOWN, KNOWN_AFTER_UP);
    // eslint-disable-next-line no-control-regex
    return /[\u0000-\u001f\u007f]/.test(text) ? JSON.stringify(text) : text;
  }
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (!isObject(value)) return String(value);
  if (value[SIGNATURE] === RESOURCE_REFERENCE) return valueText(value.urn ?? null);
  const entries = Object.entries(value).filter(([key]) => key !== SIGNATURE);
  return `{ ${entries.map(([key, item]) => `${key}: ${valueText(item)}`).join(", ")} }`;
}
