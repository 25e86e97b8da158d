import type { Finding, PropertyValue, SourcePosition } from "../model";

/** What `pulumi up` would do to a resource; `may-replace` where nobody but the provider can tell. */
export type Operation = "create" | "update" | "replace" | "may-replace" | "delete" | "rename";

/** A property, or a part of one, that differs. */
export interface PropertyChange {
  /** For people, e.g. `containerDefinitions[web].image`: list items by name where they have one. */
  path: string;
  /**
   * Path in the resource's arguments, e.g. `volumes[*].name`; it ends where a document in a text begins. Options of the
   * resource are below `options`.
   */
  property: string;
  /** Absent when it is added. */
  before?: PropertyValue;
  /** Absent when it is removed. */
  after?: PropertyValue;
  /** Of a text of several lines: the lines that differ, each with `+`, `-` or, for what is around them, a space. */
  lines?: string[];
  /** Names of replaced resources whose outputs it is made of, so that it changes with them. */
  because?: string[];
  /** Whether the change replaces the resource. */
  replaces?: "yes" | "maybe";
}

/** A resource that is not the same in both revisions. */
export interface ResourceChange {
  operation: Operation;
  urn: string;
  type: string;
  name: string;
  /** URN in the base where it is another one. */
  formerUrn?: string;
  /** Whether a provider manages it; components are shown for what is in them. */
  custom: boolean;
  properties: PropertyChange[];
  /** Whether the old one is deleted before there is a new one. */
  deleteFirst: boolean;
  source?: SourcePosition;
}

/** Data, or something protected, that a change takes away. */
export interface DataRisk {
  urn: string;
  type: string;
  name: string;
  kind: "deleted" | "replaced" | "may be replaced" | "no longer protected";
  /** What guards it in the base: the engine refuses, or AWS keeps it without the stack. */
  guard?: "protected" | "retained";
}

/** A resource that is deleted and created under another name, although it seems to be the same. */
export interface MissingAlias {
  type: string;
  from: string;
  to: string;
  /** The alias that the new resource needs. */
  alias: { name?: string; parent?: string };
  /** Resources inside it, of which the same is true. */
  children: number;
}

/** What is in the head and not in the base, and the other way round. */
export interface Difference<T> {
  added: T[];
  removed: T[];
}

/** A permission that a resource's policy document gives or denies. */
export interface Statement {
  /** Type and name of the resource that has the document. */
  holder: string;
  effect: string;
  principals: string[];
  actions: string[];
  resources: string[];
  /** As JSON text. */
  condition?: string;
}

/** Who can reach whom, and on which ports, by security groups. */
export interface Access {
  from: string;
  to: string;
  /** E.g. `tcp 443`, `tcp 8000-8100`, `all traffic`. */
  ports: string;
}

export interface SecurityDiff {
  statements: Difference<Statement>;
  access: Difference<Access>;
  /** What anybody on the internet may reach or use, a sentence each. */
  exposure: Difference<string>;
  /** Changes of keys, certificates, TLS and encryption, a sentence each. */
  encryption: string[];
  /** Resources whose policy is known only after `pulumi up` and comes from other resources than before. */
  unseen: string[];
}

/** What the head changes in one stack. */
export interface StackDiff {
  name: string;
  /** `new`: the base has no such stack; `removed`: the head has not; `unknown`: the base could not be planned. */
  base: "planned" | "new" | "removed" | "unknown";
  /** Why the base, or the head, could not be planned. */
  problems: string[];
  changes: ResourceChange[];
  outputs: PropertyChange[];
  dataAtRisk: DataRisk[];
  missingAliases: MissingAlias[];
  security: SecurityDiff;
  /** Findings of the policy packs that the base does not have, and that the head has no more. */
  policy: Difference<Finding>;
}

/** The difference between two revisions of a project. */
export interface PlanDiff {
  /** As it was asked for, e.g. `main`. */
  base: string;
  /** The base's commit. */
  commit: string;
  stacks: StackDiff[];
}
