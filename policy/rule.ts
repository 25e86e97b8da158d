import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { shown, UNKNOWN } from "./values";

/** What a rule knows of a resource. */
export interface ResourceView {
  readonly type: string;
  readonly urn: string;
  /** Inputs for resource rules, outputs for stack rules. Read them with `at` and `itemsAt`. */
  readonly props: unknown;
}

/** What a stack rule knows of a resource, besides. */
export interface StackResource extends ResourceView {
  readonly parent?: StackResource;
  /** The resources that the value of a property comes from, by property. */
  readonly propertyDependencies: Readonly<Record<string, readonly StackResource[]>>;
}

/** What a stack rule judges. */
export interface StackView {
  readonly resources: readonly StackResource[];
  /**
   * What the program declares, by URN, for the types that the rule names. Outputs are no evidence of that: a refresh
   * writes the rules of a security group into them however they were made.
   */
  readonly inputs: ReadonlyMap<string, unknown>;
}

/** One thing that a rule has to say about one resource. */
export interface Finding {
  readonly message: string;
  /** The path of the value that is unknown at preview and decides whether the resource complies. */
  readonly unknown?: string;
}

/** A finding of a stack rule, and the resource that it is about. */
export interface StackFinding extends Finding {
  readonly urn: string;
}

/** The options of a rule, each with its schema and the value where a stack configures none. */
export type OptionSchemas<Options> = {
  readonly [Key in keyof Options]: PolicyConfigJSONSchema & { readonly default: Options[Key] };
};

interface RuleInfo<Options extends object> {
  /** Unique, lower case with dashes, begins with what it is about. Policy configuration refers to it: never rename. */
  readonly name: string;
  /** What must be true, in one sentence: the first line of each report. */
  readonly description: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: Severity;
  /** The level where a stack's policy configuration names none. */
  readonly level: EnforcementLevel;
  /**
   * What becomes of a value that is unknown at preview: `fails` reports it as not provable, at the rule's level;
   * `not evaluated` leaves an advisory, because honest first previews meet it. The update itself sees the value.
   */
  readonly unknown: "fails" | "not evaluated";
  /** Which values can be unknown, and why they are treated so. */
  readonly unknownNote: string;
  readonly topics: readonly string[];
  /** The AWS page that explains the matter. */
  readonly url: string;
  readonly options?: OptionSchemas<Options>;
}

/** Judges one resource by its inputs, before it is created or changed. */
export interface ResourceRule<Options extends object = object> extends RuleInfo<Options> {
  /** Exact type tokens. */
  readonly types: ReadonlySet<string>;
  check(resource: ResourceView, options: Options): Finding[];
}

/** Judges how the resources of a stack fit together, when all are known. */
export interface StackRule<Options extends object = object> extends RuleInfo<Options> {
  /** Exact type tokens of the resources whose inputs the rule reads. */
  readonly inputsOf: ReadonlySet<string>;
  /** Judges one of these by its inputs alone, before it is created or changed, and leaves what is unknown to `checkStack`. */
  check?(resource: ResourceView, options: Options): Finding[];
  checkStack(stack: StackView, options: Options): StackFinding[];
}

export type Rule = ResourceRule | StackRule;

/** The options of a rule by name. */
export function optionsOf(rule: Rule): [name: string, schema: PolicyConfigJSONSchema][] {
  return Object.entries((rule.options ?? {}) as Record<string, PolicyConfigJSONSchema>);
}

/** The finding of a value that the deployment alone will tell. */
export function notProvable(unknown: string, question: string): Finding {
  return { message: `not provable: ${unknown} is known only after deployment, so ${question} cannot be told`, unknown };
}

/** Nothing if the value at `path` is one of those allowed; else what it is instead, or that nobody knows yet. */
export function mustBe(path: string, value: unknown, ...allowed: readonly (string | boolean)[]): Finding[] {
  if (allowed.some((item) => item === value)) return [];
  const list = allowed.map(shown);
  if (value === UNKNOWN) return [notProvable(path, `whether it is ${list.join(" or ")}`)];
  return [{ message: `${path} is ${shown(value)}, allowed: ${list.join(", ")}` }];
}
