import type * as pulumi from "@pulumi/pulumi";
import type { Stack } from "./settings/resolve";
import type { SecretName } from "./settings/schema";

/** A stack ready to compose: checked settings, and secrets as outputs. */
export type LoadedStack = Omit<Stack, "secrets"> & Partial<Record<SecretName, pulumi.Output<string>>>;

/** Where the components of a stack stand: at the top of the program, or in a component around them. */
export type Placement = Pick<pulumi.ComponentResourceOptions, "parent">;
