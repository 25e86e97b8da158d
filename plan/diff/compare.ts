import type { Finding, PlannedResource, StackPlan } from "../model";
import { nameOf, typeOf } from "../urn";
import { compareResources } from "./changes";
import { dataAtRisk } from "./dataRisk";
import { matchResources, type Matches } from "./match";
import type { PlanDiff, StackDiff } from "./model";
import { compareProperties } from "./properties";
import { missingAliases } from "./renames";
import { compareSecurity, difference } from "./security/compare";

/** A revision that a plan is compared with. */
export interface BaseRevision {
  /** As it was asked for. */
  ref: string;
  commit: string;
  /** Its stacks, as far as they could be planned. */
  stacks: StackPlan[];
  /** Why nothing of it could be planned. */
  problem?: string;
}

/** Compares the stacks of the head with those of the base, and names those that only the base has. */
export function comparePlans(base: BaseRevision, heads: StackPlan[]): PlanDiff {
  const names = new Set(heads.map(({ name }) => name));
  const removed = base.stacks.filter(({ name }) => !names.has(name));
  return {
    base: base.ref,
    commit: base.commit,
    stacks: [
      ...heads.map((head) => compareStack(base, head)),
      ...removed.map((stack) => ({ ...noDiff(stack.name), base: "removed" as const })),
    ],
  };
}

function compareStack({ ref, stacks, problem }: BaseRevision, head: StackPlan): StackDiff {
  const { name } = head;
  if (problem !== undefined) return { ...noDiff(name), base: "unknown", problems: [problem] };
  if (head.problems.length > 0) return { ...noDiff(name), base: "unknown", problems: ["this revision is not planned"] };
  const base = stacks.find((stack) => stack.name === name);
  if (base && base.problems.length > 0) {
    return { ...noDiff(name), base: "unknown", problems: base.problems.map((each) => `${ref}: ${each}`) };
  }
  const matches = matchResources(base?.resources ?? [], head.resources);
  const changes = compareResources(head.resources, matches);
  return {
    name,
    base: base ? "planned" : "new",
    problems: [],
    changes,
    outputs: compareProperties(base?.outputs ?? {}, head.outputs),
    dataAtRisk: dataAtRisk(changes, base?.resources ?? []),
    missingAliases: missingAliases(matches),
    security: compareSecurity(withHeadNames(base?.resources ?? [], matches), head.resources, changes),
    policy: difference(findingsOf(base), findingsOf(head), findingKey),
  };
}

function noDiff(name: string): Omit<StackDiff, "base"> {
  const none = () => ({ added: [], removed: [] });
  return {
    name,
    problems: [],
    changes: [],
    outputs: [],
    dataAtRisk: [],
    missingAliases: [],
    security: { statements: none(), access: none(), exposure: none(), encryption: [], unseen: [] },
    policy: none(),
  };
}

/** The base's resources, by the names that the same resources have in the head. */
function withHeadNames(base: PlannedResource[], { pairs }: Matches): PlannedResource[] {
  const renamed = new Map(pairs.flatMap(([before, { urn }]) => (before.urn === urn ? [] : [[before.urn, urn]])));
  if (renamed.size === 0) return base;
  return base.map((resource) => ({
    ...resource,
    name: nameOf(renamed.get(resource.urn) ?? resource.urn),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([argument, urns]) => [
        argument,
        urns.map((urn) => renamed.get(urn) ?? urn),
      ]),
    ),
  }));
}

function findingsOf(plan: StackPlan | undefined): Finding[] {
  return plan ? [...plan.policy.failed, ...plan.policy.unproven, ...plan.policy.warned] : [];
}

/** What makes a finding the same in both revisions: its rule and its resource, whatever its message says. */
function findingKey({ pack, rule, level, urn = "" }: Finding): string {
  return [pack, rule, level, typeOf(urn), nameOf(urn)].join("\0");
}
