import type { PropertyValue } from "../model";
import { isObject, sorted } from "../values";

/** Longest decoded text that is taken for text, in characters. */
const MAX_TEXT = 200_000;

export function sameValue(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** The object or list that a text is as JSON, or undefined. */
export function documentIn(value: PropertyValue | undefined): PropertyValue | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    const parsed = JSON.parse(value) as PropertyValue;
    return typeof parsed === "object" ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The text that a text is in base64, as user data is; undefined if it is none, or no readable one. */
export function decodedText(value: PropertyValue | undefined): string | undefined {
  if (typeof value !== "string" || value.length < 16 || value.length > MAX_TEXT || value.length % 4 !== 0)
    return undefined;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, "base64").toString("utf8");
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text) || !text.includes("\n") ? undefined : text;
}

/** The names that tell items of a list apart, the first that all items have with different texts. */
const IDENTITIES = [
  "name",
  "Sid",
  "Name",
  "sid",
  "key",
  "id",
  "ruleName",
  "containerName",
  "deviceName",
  "containerPort",
];

/** By what items of these lists are told apart, or undefined if nothing does. */
export function identityOf(...lists: PropertyValue[][]): string | undefined {
  return IDENTITIES.find((key) =>
    lists.every((list) => {
      const names = list.map((item) => (isObject(item) ? item[key] : undefined));
      const plain = names.every((name) => (typeof name === "string" && name !== "") || typeof name === "number");
      return plain && new Set(names).size === names.length;
    }),
  );
}
