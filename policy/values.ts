import * as sdk from "@pulumi/policy";

/**
 * The SDK hands properties over behind a proxy that throws this error when a value is touched that only the deployment
 * will tell; it then reports the whole policy as advisory, whatever its level. The SDK exports the class, its typings do not.
 */
const { UnknownValueError } = sdk as unknown as {
  UnknownValueError: new (sentinel: string, path: string[]) => Error;
};

/** The engine's mark for an unknown string, part of Pulumi's wire protocol. */
export const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What {@link at} returns instead of throwing. Everything below an unknown value is unknown as well. */
export const UNKNOWN = Symbol("unknown until deployed");

/** The error that makes the SDK report "can't run policy … during preview" as an advisory. */
export function cannotEvaluate(path: string): Error {
  return new UnknownValueError(UNKNOWN_SENTINEL, [path]);
}

/** The value at a path; {@link UNKNOWN} where it is not known yet; undefined where it is null, missing or something odd. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (current === UNKNOWN) return UNKNOWN;
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = read(current as Record<string | number, unknown>, key);
  }
  return current ?? undefined;
}

/** The items of the list at a path; an unknown list is one unknown item, anything but a list has none. */
export function itemsAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const list = at(value, ...path);
  if (list === UNKNOWN) return [UNKNOWN];
  return Array.isArray(list) ? Array.from({ length: list.length }, (_, index) => at(list, index)) : [];
}

/** A value as messages show it. What is in an object may be unknown or a secret, and stays out. */
export function shown(value: unknown): string {
  if (value === undefined) return "not set";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return JSON.stringify(value);
}

function read(object: Record<string | number, unknown>, key: string | number): unknown {
  try {
    return object[key];
  } catch (error) {
    if (error instanceof UnknownValueError) return UNKNOWN;
    throw error;
  }
}
