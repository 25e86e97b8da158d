/** What `<placeholders>` in the body of a request stand for. */
export const PLACEHOLDERS = ["event", "environment", "group", "instance", "image", "time"] as const;

export type Placeholder = (typeof PLACEHOLDERS)[number];

/** The body where none is given. */
export const DEFAULT_BODY = JSON.stringify(Object.fromEntries(PLACEHOLDERS.map((name) => [name, `<${name}>`])));

const PATTERN = new RegExp(`<(${PLACEHOLDERS.join("|")})>`, "g");

/** The body with each placeholder replaced by what `value` says. */
export function fillBody(body: string, value: (name: Placeholder) => string): string {
  return body.replace(PATTERN, (_, name: Placeholder) => value(name));
}

/** A JSON value in which each text with placeholders is `text` of its parts: literals, and names of placeholders. */
export function mapBody(
  value: unknown,
  text: (parts: ({ literal: string } | { placeholder: Placeholder })[]) => string,
): unknown {
  if (Array.isArray(value)) return value.map((one) => mapBody(one, text));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapBody(one, text)]));
  }
  if (typeof value !== "string") return value;
  const parts = value.split(PATTERN);
  if (parts.length === 1) return value;
  // A split by a pattern with a group has literals at even places, the group's matches between them.
  return text(
    parts
      .map((part, i) => (i % 2 === 0 ? { literal: part } : { placeholder: part as Placeholder }))
      .filter((part) => !("literal" in part) || part.literal !== ""),
  );
}
