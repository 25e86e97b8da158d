import type { PlannedResource, Properties, PropertyValue } from "../../model";
import { isObject, sorted, UNKNOWN, unwrap } from "../../values";
import type { Statement } from "../model";
import { documentIn } from "../values";
import { KNOWN_AFTER_UP, valueText } from "../../render/valueText";
import { labelOf } from "./label";

/** What stands for a managed policy's actions and resources, which are not in the plan. */
const MANAGED = "(managed policy)";

/** Every permission that the resources' policy documents state, and every managed policy that a role has. */
export function statementsOf(resources: PlannedResource[]): Statement[] {
  return resources
    .filter(({ custom, external }) => custom && !external)
    .flatMap((resource) => [
      ...Object.values(resource.inputs).flatMap((value) => documentStatements(resource, value)),
      ...managedPolicies(resource),
    ]);
}

/** Statements of a document that is an argument, or in the `policy` of a list's items, as a role's inline policies are. */
function documentStatements(resource: PlannedResource, argument: PropertyValue): Statement[] {
  const value = unwrap(argument) ?? null;
  if (Array.isArray(value)) {
    return value.flatMap((item) => (isObject(item) && item.policy ? documentStatements(resource, item.policy) : []));
  }
  const document = documentIn(value) ?? value;
  if (!isObject(document) || document.Statement === undefined) return [];
  return listOf(document.Statement).flatMap((each) => (isObject(each) ? [statementOf(labelOf(resource), each)] : []));
}

function statementOf(holder: string, statement: Properties): Statement {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement;
  return {
    holder,
    effect: textOf(Effect ?? "Allow"),
    principals: [...principalsOf(Principal), ...principalsOf(NotPrincipal).map(not)],
    actions: [...textsOf(Action), ...textsOf(NotAction).map(not)],
    resources: [...textsOf(Resource), ...textsOf(NotResource).map(not)],
    ...(Condition === undefined
      ? {}
      : { condition: JSON.stringify(sorted(Condition)).replaceAll(UNKNOWN, KNOWN_AFTER_UP) }),
  };
}

function managedPolicies(resource: PlannedResource): Statement[] {
  const { inputs } = resource;
  return [...listOf(inputs.policyArn), ...listOf(inputs.managedPolicyArns)].map((arn) => ({
    holder: labelOf(resource),
    effect: "Allow",
    principals: [],
    actions: [MANAGED],
    resources: [textOf(arn)],
  }));
}

const not = (text: string) => `not ${text}`;

function listOf(value: PropertyValue | undefined): PropertyValue[] {
  const plain = unwrap(value);
  if (plain === undefined || plain === null) return [];
  return Array.isArray(plain) ? plain : [plain];
}

function textsOf(value: PropertyValue | undefined): string[] {
  return listOf(value).map(textOf).sort();
}

function textOf(value: PropertyValue): string {
  const plain = unwrap(value);
  return valueText(plain ?? null);
}

/** `{ Service: "ecs.amazonaws.com" }` → `Service ecs.amazonaws.com`; `*` stays. */
function principalsOf(principal: PropertyValue | undefined): string[] {
  if (!isObject(principal)) return textsOf(principal);
  return Object.entries(principal)
    .flatMap(([kind, names]) => textsOf(names).map((name) => `${kind} ${name}`))
    .sort();
}
