import type { PlannedResource, ResourceOptions, StackPlan } from "../model";
import { messageOf, PlanProblem } from "../problem";
import { planDocument, type ResourceDocument, type StackDocument } from "../render/documentSchema";
import { isStackUrn, nameOf } from "../urn";

/** A document of an older revision says no version, and what it differs from does not matter. */
const plansOnly = planDocument.pick({ stacks: true });

/**
 * Reads the plans of stacks from a JSON document of `npm run plan`.
 *
 * @throws PlanProblem if it is not one that this version can read
 */
export function readPlans(text: string): StackPlan[] {
  const { success, data, error } = plansOnly.safeParse(parseJson(text));
  if (!success) {
    const [issue] = error.issues;
    throw new PlanProblem(
      `its plan has a form that this version cannot read: ${issue?.path.join(".")}: ${issue?.message}`,
    );
  }
  return Object.entries(data.stacks).map(([name, stack]) => readStack(name, stack));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PlanProblem(`its plan is no JSON: ${messageOf(error)}`);
  }
}

function readStack(name: string, { deployment, diagnostics, problems, policy }: StackDocument): StackPlan {
  const resources = deployment.resources.map(readResource);
  const stack = resources.find(({ urn }) => isStackUrn(urn));
  const project = stack?.urn.split("::")[1] ?? "";
  return { name, project, resources, outputs: stack?.outputs ?? {}, diagnostics, problems, policy };
}

function readResource(document: ResourceDocument): PlannedResource {
  const { urn, type, custom, external, id, parent, provider, sourcePosition } = document;
  const { remote, ...others } = document.options ?? {};
  const source = /^project:\/\/\/(.+)#(\d+),(\d+)$/.exec(sourcePosition ?? "");
  const [, file = "", line, column] = source ?? [];
  const { protect, retainOnDelete, aliases, ignoreChanges, replaceWith, deletedWith } = document;
  const options: ResourceOptions = { protect, retainOnDelete, aliases, ignoreChanges, replaceWith, deletedWith };
  return {
    urn,
    type,
    name: nameOf(urn),
    custom,
    remote: remote ?? false,
    external: external ?? false,
    id,
    parent,
    inputs: document.inputs ?? {},
    outputs: document.outputs ?? {},
    dependencies: document.dependencies ?? [],
    propertyDependencies: document.propertyDependencies ?? {},
    provider,
    options: { ...others, ...options },
    ...(source ? { source: { file, line: Number(line), column: Number(column) } } : {}),
  };
}
