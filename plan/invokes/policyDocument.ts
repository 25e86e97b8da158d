import type { Properties, PropertyValue } from "../model";
import { type Answer, list, stableHex, text } from "./answer";

/** A text of the arguments, whose types the SDK has checked. */
const word = (value: PropertyValue | undefined): string => text(value) ?? "";

/** IAM writes a list of one as the item itself, and a list in descending order. */
function compact(values: PropertyValue[]): PropertyValue | undefined {
  if (values.length === 0) return undefined;
  return values.length === 1 ? values[0] : [...values].sort().reverse();
}

function principals(given: PropertyValue | undefined): PropertyValue | undefined {
  const byType = new Map<string, PropertyValue[]>();
  for (const { type, identifiers } of list(given) as Properties[]) {
    byType.set(word(type), [...(byType.get(word(type)) ?? []), ...list(identifiers)]);
  }
  if (byType.size === 0) return undefined;
  const everyone = byType.get("*");
  if (byType.size === 1 && everyone?.length === 1 && everyone[0] === "*") return "*";
  return Object.fromEntries([...byType].map(([type, identifiers]) => [type, compact(identifiers) ?? []]));
}

function conditions(given: PropertyValue | undefined): PropertyValue | undefined {
  const tests: Record<string, Record<string, PropertyValue[]>> = {};
  for (const { test, variable, values } of list(given) as Properties[]) {
    const variables = (tests[word(test)] ??= {});
    (variables[word(variable)] ??= []).push(...list(values));
  }
  if (Object.keys(tests).length === 0) return undefined;
  return Object.fromEntries(
    Object.entries(tests).map(([test, variables]) => [
      test,
      Object.fromEntries(
        Object.entries(variables).map(([variable, values]) => [
          variable,
          values.length === 1 ? (values[0] ?? "") : values,
        ]),
      ),
    ]),
  );
}

function statement(given: Properties): Properties {
  const members: Record<string, PropertyValue | undefined> = {
    Sid: text(given.sid),
    Effect: text(given.effect) ?? "Allow",
    Action: compact(list(given.actions)),
    NotAction: compact(list(given.notActions)),
    Resource: compact(list(given.resources)),
    NotResource: compact(list(given.notResources)),
    Principal: principals(given.principals),
    NotPrincipal: principals(given.notPrincipals),
    Condition: conditions(given.conditions),
  };
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, PropertyValue] => entry[1] !== undefined),
  );
}

/** Later statements replace earlier ones of the same `Sid`. */
function merge(documents: Properties[][]): Properties[] {
  const merged: Properties[] = [];
  for (const item of documents.flat()) {
    const same = item.Sid === undefined ? -1 : merged.findIndex(({ Sid }) => Sid === item.Sid);
    if (same < 0) merged.push(item);
    else merged[same] = item;
  }
  return merged;
}

function statementsOf(document: PropertyValue): Properties[] {
  const { Statement } = JSON.parse(word(document)) as { Statement?: Properties | Properties[] };
  return Array.isArray(Statement) ? Statement : Statement ? [Statement] : [];
}

/** Builds the real document, as the provider does without asking AWS. */
const getPolicyDocument: Answer = (args) => {
  const sources = [...list(args.sourceJson ? [args.sourceJson] : []), ...list(args.sourcePolicyDocuments)];
  const overrides = [...list(args.overridePolicyDocuments), ...list(args.overrideJson ? [args.overrideJson] : [])];
  const own = (list(args.statements) as Properties[]).map(statement);
  const document = {
    Version: text(args.version) ?? "2012-10-17",
    ...(text(args.policyId) === undefined ? {} : { Id: args.policyId }),
    Statement: merge([...sources.map(statementsOf), own, ...overrides.map(statementsOf)]),
  };
  const minifiedJson = JSON.stringify(document);
  return { ...args, id: stableHex(10, minifiedJson), json: JSON.stringify(document, null, 2), minifiedJson };
};

export const POLICY_ANSWERS: Record<string, Answer> = {
  "aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
};
