import { at, itemsAt } from "../../values";

/** The statements of a policy, given as a document or as its JSON; a single one need not be a list. */
export function statementsOf(policy: unknown): unknown[] {
  const document = typeof policy === "string" ? parse(policy) : policy;
  const statement = at(document, "Statement");
  return Array.isArray(statement) ? itemsAt(document, "Statement") : [statement];
}

/** What is no JSON has no statements: the provider refuses it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
