import { comparePlans } from "../../../plan/diff/compare";
import type { ResourceChange, StackDiff } from "../../../plan/diff/model";
import type { PlannedResource, StackPlan } from "../../../plan/model";
import { emptyReport } from "../../../plan/policy/report";
import { urnOf } from "../../../plan/urn";

const STACK = "dev";
const PROJECT = "shop";

/** A resource of stack `dev`, a child of `parent` if one is given. */
export function planned(
  type: string,
  name: string,
  inputs: PlannedResource["inputs"] = {},
  given: Partial<PlannedResource> = {},
): PlannedResource {
  return {
    urn: urnOf(STACK, PROJECT, given.parent, type, name),
    type,
    name,
    custom: type.startsWith("aws:"),
    remote: false,
    external: false,
    inputs,
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    options: {},
    ...given,
  };
}

export function planOf(resources: PlannedResource[], given: Partial<StackPlan> = {}): StackPlan {
  return {
    name: STACK,
    project: PROJECT,
    resources,
    outputs: {},
    diagnostics: [],
    problems: [],
    policy: emptyReport(),
    ...given,
  };
}

/** What the change from `base` to `head` is for the stack. */
export function diffOf(base: PlannedResource[], head: PlannedResource[]): StackDiff {
  const [stack] = comparePlans({ ref: "main", commit: "c0ffee", stacks: [planOf(base)] }, [planOf(head)]).stacks;
  return stack!;
}

/** Operation and name of each change, e.g. `replace vpc`. */
export function operations({ changes }: { changes: ResourceChange[] }): string[] {
  return changes.map(({ operation, name }) => `${operation} ${name}`);
}

export function securityGroup(name: string): PlannedResource {
  return planned("aws:ec2/securityGroup:SecurityGroup", name, { description: name, vpcId: "vpc-1" });
}
