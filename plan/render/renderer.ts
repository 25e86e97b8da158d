import type { StackPlan } from "../model";

/** Says on every output what the plan is not. */
export const LABEL = "offline plan: no state, no provider checks";

export interface RenderOptions {
  colour: boolean;
}

/** Turns plans, whose secrets are masked already, into text that ends with a newline. */
export type Renderer = (plans: StackPlan[], options: RenderOptions) => string;
