import * as sdk from "@pulumi/policy";
import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { toPolicy } from "../../policy/policies";
import type { Rule } from "../../policy/rule";
import { UNKNOWN_SENTINEL } from "../../policy/values";

/** The SDK exports it, its typings do not. */
const { unknownCheckingProxy } = sdk as unknown as { unknownCheckingProxy: (props: object) => Record<string, unknown> };

/** A value that is unknown at preview, as the engine sends it. */
export const unknown = UNKNOWN_SENTINEL;

/** A resource as a test describes it. */
export interface Described {
  /** Exact type token. */
  type: string;
  props?: Record<string, unknown>;
  /**
   * Stack rules: what the state says.
   *
   * @default the same as `props`, the inputs
   */
  outputs?: Record<string, unknown>;
  /** @default "subject" */
  name?: string;
  /** @default a URN of stack dev with the type and the name */
  urn?: string;
  /** Stack rules: URN of the component around it. */
  parent?: string;
  /** Stack rules: URNs that a property's value comes from. */
  dependsOn?: Record<string, string[]>;
}

/** What a rule said. */
export interface Verdict {
  /** What is wrong, without the fix; for stack rules with the resource's name in front. */
  violations: string[];
  /** What the SDK would show as an advisory, because a value is unknown. */
  unevaluated: string[];
  /** Reasons for which the rule does not apply: exemptions in force. */
  exempt: string[];
}

/** The URN of a described resource. */
export const urnOf = ({ type, name = "subject", urn }: Pick<Described, "type" | "name" | "urn">) =>
  urn ?? `urn:pulumi:dev::slipway::${type}::${name}`;

/**
 * Runs a rule as the SDK's server does: properties behind its proxy for unknown values, `config` as `getConfig` answers,
 * and errors sorted as the server sorts them. Any other error is thrown: it would abort a deployment.
 */
export function runRule(
  rule: Rule,
  subject: Described | Described[],
  config: Record<string, unknown> = {},
  today = "2026-06-15",
): Verdict {
  const verdict: Verdict = { violations: [], unevaluated: [], exempt: [] };
  const policy = toPolicy(rule, () => today);
  const common = {
    stackTags: new Map<string, string>(),
    getConfig: <T extends object>() => config as T,
    notApplicable: (reason?: string): never => {
      throw new NotApplicable(reason);
    },
  };
  const described = [subject].flat();
  const validate = policy.validateResource as (args: ResourceValidationArgs, report: (message: string) => void) => void;
  try {
    for (const item of described) {
      const args = { ...common, ...resourceOf(item, item.props), asType: () => undefined };
      validate(args, (message) => verdict.violations.push(withoutFix(message)));
    }
    if ("validateStack" in policy) {
      const resources = linked(
        described,
        described.map((item) => resourceOf(item, item.outputs ?? item.props)),
      );
      void policy.validateStack({ ...common, resources } satisfies StackValidationArgs, (message, urn) =>
        verdict.violations.push(`${urn?.split("::").at(-1)}: ${withoutFix(message)}`),
      );
    }
  } catch (error) {
    if (error instanceof NotApplicable) verdict.exempt.push(error.message);
    else if (/can't be known during preview/.test(String(error))) verdict.unevaluated.push((error as Error).message);
    else throw error;
  }
  return verdict;
}

/** The first line of a report: what is wrong. The second, the rule's fix, is the same for all. */
const withoutFix = (message: string) => message.split("\n")[0]!;

class NotApplicable extends Error {}

function resourceOf(described: Described, props: Record<string, unknown> = {}): PolicyResource {
  return {
    type: described.type,
    props: unknownCheckingProxy(props),
    urn: urnOf(described),
    name: described.name ?? "subject",
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    dependencies: [],
    propertyDependencies: {},
    isType: (resourceClass) => (resourceClass as { __pulumiType?: string }).__pulumiType === described.type,
    asType: () => undefined,
  };
}

/** The resources with parents and property dependencies replaced by the resources themselves, as the server does. */
function linked(described: readonly Described[], resources: PolicyResource[]): PolicyResource[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const find = (urn: string) => byUrn.get(urn);
  resources.forEach((resource, index) => {
    const { parent, dependsOn = {} } = described[index]!;
    resource.parent = parent === undefined ? undefined : find(parent);
    for (const [property, urns] of Object.entries(dependsOn)) {
      resource.propertyDependencies[property] = urns.map(find).filter((found) => found !== undefined);
    }
  });
  return resources;
}
