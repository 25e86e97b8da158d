/**
 * A property as the engine's protocol carries it: JSON, in which unknown values are a sentinel text and secrets,
 * assets and resource references are objects with a signature (see `values.ts`).
 */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | Properties;

export interface Properties {
  [name: string]: PropertyValue;
}

/** Where a resource was registered; the file is relative to the project's root. */
export interface SourcePosition {
  file: string;
  line: number;
  column: number;
}

/** The resource options that the engine acts on; absent when the program does not give them. */
export interface ResourceOptions {
  protect?: boolean;
  retainOnDelete?: boolean;
  deleteBeforeReplace?: boolean;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  additionalSecretOutputs?: string[];
  /** URNs that the resource was known by before. */
  aliases?: string[];
  /** In the form of Go durations, e.g. `10m`. */
  customTimeouts?: Partial<Record<"create" | "update" | "delete", string>>;
  deletedWith?: string;
  replaceWith?: string[];
  hideDiffs?: string[];
  importId?: string;
  version?: string;
}

/** A resource that the program registered (or read), with everything that it said about it. */
export interface PlannedResource {
  urn: string;
  type: string;
  name: string;
  /** Whether a provider manages it; components and the stack are not custom. */
  custom: boolean;
  /** A component whose children only the engine's component provider creates. */
  remote: boolean;
  /** Read by id, not managed by the stack. */
  external: boolean;
  id?: string;
  parent?: string;
  inputs: Properties;
  /** Inputs and, as unknown values, what only the provider can compute. */
  outputs: Properties;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** `URN::ID` of the provider. */
  provider?: string;
  options: ResourceOptions;
  source?: SourcePosition;
}

/** Something the program logged. */
export interface Diagnostic {
  severity: "info" | "warning" | "error";
  message: string;
  urn?: string;
}

export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";

/** What a rule says about a resource or a stack. */
export interface Finding {
  pack: string;
  rule: string;
  level: "advisory" | "mandatory";
  message: string;
  /** The resource; absent when the rule speaks of the stack. */
  urn?: string;
}

/** How a pack's rules ended for one stack. Every rule is counted once, by its worst result. */
export interface PackResult {
  name: string;
  version: string;
  rules: number;
  /** Switched off by configuration. */
  disabled: number;
  /** Ran, or did not apply to any resource, without a finding. */
  passed: number;
}

/** What the policy packs say about one stack. */
export interface PolicyReport {
  packs: PackResult[];
  /** Violations of mandatory rules. */
  failed: Finding[];
  /** Violations of advisory rules. */
  warned: Finding[];
  /** Rules that needed a value which is known only after `pulumi up`. */
  unproven: Finding[];
  /** Resources whose properties a rule changed. */
  remediated: Finding[];
  /** Packs or rules that broke, each a full message. */
  errors: string[];
}

/** The plan of one stack. */
export interface StackPlan {
  name: string;
  project: string;
  /** `aws:region` of the stack, if it has one. */
  region?: string;
  /** Parents, providers and dependencies come first; otherwise ordered by URN. */
  resources: PlannedResource[];
  outputs: Properties;
  diagnostics: Diagnostic[];
  /** Why the program did not finish; empty for a complete plan. */
  problems: string[];
  policy: PolicyReport;
}
