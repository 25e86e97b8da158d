/** The stack's name: the first part of every URN, `urn:pulumi:STACK::PROJECT::TYPE::NAME`. Undefined for anything else. */
export function stackOf(urn: string): string | undefined {
  return /^urn:pulumi:([^:]+)::/.exec(urn)?.[1];
}

const patterns = new Map<string, RegExp>();

/** Whether a URN is one that the pattern describes. `*` stands for any characters, everything else for itself. */
export function matchesUrn(pattern: string, urn: string): boolean {
  let expression = patterns.get(pattern);
  if (!expression) {
    const literal = (part: string) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    // Successive stars mean what one means, but would make the search explode.
    expression = new RegExp(`^${pattern.split(/\*+/).map(literal).join(".*")}$`, "s");
    patterns.set(pattern, expression);
  }
  return expression.test(urn);
}

/** The name of a resource: the last part of its URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
