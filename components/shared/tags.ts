/**
 * Tag keys that every taggable resource carries. The components write them (see `Context.tags`), the policy pack
 * requires them.
 */
export const REQUIRED_TAGS = ["Owner", "Project", "Environment", "ManagedBy"] as const;

/** The value of the `ManagedBy` tag: who changes this resource. */
export const MANAGED_BY = "slipway";
