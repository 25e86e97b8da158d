import type { PlanDiff } from "../diff/model";
import type { StackPlan } from "../model";

/** Says on every output what the plan is not. */
export const LABEL = "offline plan: no state, no provider checks";

/** The form of `--format json`, published as docs/plan.schema.json; what is incompatible has another number. */
export const SCHEMA_VERSION = 1;

/** What is to be shown, without secrets. */
export interface Rendered {
  plans: StackPlan[];
  /** What differs from another revision, if one was given. */
  diff?: PlanDiff;
  /** Whether the data that the differences delete or replace may be lost. */
  dataLossConfirmed?: boolean;
}

export interface RenderOptions {
  colour: boolean;
}

/** Turns plans into text that ends with a newline. */
export type Renderer = (shown: Rendered, options: RenderOptions) => string | Promise<string>;
