import type { PlanDiff } from "../diff/model";
import { secondsOf } from "../duration";
import type { PlannedResource, Properties, StackPlan } from "../model";
import { sorted } from "../values";
import { LABEL, type Rendered, SCHEMA_VERSION } from "./renderer";

/** Version of Pulumi's deployment documents, as `pulumi stack export` writes them. */
const DEPLOYMENT_VERSION = 3;

/** One document: each stack as `pulumi stack export` shows it, with options, policy results and problems beside. */
export function renderJson({ plans, diff }: Rendered): string {
  const stacks = Object.fromEntries(plans.map((plan) => [plan.name, stackDocument(plan)]));
  const document = {
    schemaVersion: SCHEMA_VERSION,
    label: LABEL,
    stacks,
    ...(diff ? { diff: diffDocument(diff) } : {}),
  };
  return `${JSON.stringify(sorted(document), null, 2)}\n`;
}

function diffDocument({ base, commit, stacks }: PlanDiff): object {
  return { base, commit, stacks: Object.fromEntries(stacks.map(({ name, ...stack }) => [name, stack])) };
}

function stackDocument(plan: StackPlan): object {
  return {
    label: LABEL,
    version: DEPLOYMENT_VERSION,
    deployment: {
      // A plan has no time: two plans of the same program are the same bytes.
      manifest: { time: "0001-01-01T00:00:00Z", magic: "", version: "" },
      resources: plan.resources.map(resourceDocument),
      metadata: {},
    },
    diagnostics: plan.diagnostics,
    problems: plan.problems,
    policy: plan.policy,
  };
}

/** Members that do not apply are absent, as in the engine's documents. */
function resourceDocument(resource: PlannedResource): object {
  const {
    protect,
    retainOnDelete,
    additionalSecretOutputs,
    aliases,
    deletedWith,
    replaceWith,
    ignoreChanges,
    customTimeouts = {},
    ...others
  } = resource.options;
  const { source, remote, ...state } = resource;
  return {
    urn: state.urn,
    type: state.type,
    custom: state.custom,
    external: state.external || undefined,
    id: state.id,
    parent: state.parent,
    provider: state.provider,
    inputs: filled(state.inputs),
    outputs: filled(state.outputs),
    dependencies: filled(state.dependencies),
    propertyDependencies: filled(state.propertyDependencies),
    protect: protect || undefined,
    retainOnDelete: retainOnDelete || undefined,
    additionalSecretOutputs,
    aliases,
    deletedWith,
    replaceWith,
    ignoreChanges,
    customTimeouts: filled(
      Object.fromEntries(Object.entries(customTimeouts).map(([step, time]) => [step, secondsOf(time)])),
    ),
    sourcePosition: source && `project:///${source.file}#${source.line},${source.column}`,
    options: filled({ ...others, remote: remote || undefined }),
  };
}

function filled<T extends object>(value: T): T | undefined {
  return Object.values(value as Properties).some((item) => item !== undefined) ? value : undefined;
}
