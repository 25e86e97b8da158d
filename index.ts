import { composeStack } from "./stacks/compose";
import { loadStack } from "./stacks/load";

// The stack's outputs: `pulumi stack output` shows them, other stacks refer to them.
export = composeStack(loadStack());
