const expressions = new Map<string, RegExp>();

/** Whether a text is one that the pattern describes. `*` stands for any characters, everything else for itself. */
export function matches(pattern: string, text: string): boolean {
  let expression = expressions.get(pattern);
  if (!expression) {
    const literal = (part: string) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    // Successive stars mean what one means, but would make the search explode.
    expression = new RegExp(`^${pattern.split(/\*+/).map(literal).join(".*")}$`, "s");
    expressions.set(pattern, expression);
  }
  return expression.test(text);
}
