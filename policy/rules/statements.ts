import { at, itemsAt, UNKNOWN } from "../values";

/** The statements of a policy, given as a document or as its JSON; a single one need not be a list. */
export function statementsOf(policy: unknown): unknown[] {
  const document = typeof policy === "string" ? parse(policy) : policy;
  const statement = at(document, "Statement");
  return Array.isArray(statement) ? itemsAt(document, "Statement") : [statement];
}

/** Whether a statement has a condition on one of the keys, by whatever operator; one that is unknown is one that is there. */
export function hasCondition(statement: unknown, ...keys: string[]): boolean {
  const condition = at(statement, "Condition");
  if (condition === UNKNOWN) return true;
  const operators = typeof condition === "object" ? Object.keys(condition as object) : [];
  return operators.some((operator) => keys.some((key) => at(condition, operator, key) !== undefined));
}

/** What is no JSON has no statements: the provider refuses it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
