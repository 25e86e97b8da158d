import { runPlan } from "../../../plan/plan";
import { drawPicture } from "./document";
import { readPicture } from "./read";
import type { PlannedStack } from "./resources";

/**
 * Plans stacks of the project offline, the policy pack included.
 *
 * @param root absolute path of the folder of `Pulumi.yaml`
 */
export async function planForPicture<Name extends string>(
  root: string,
  ...stacks: Name[]
): Promise<Record<Name, PlannedStack>> {
  const { text } = await runPlan({ root, configDir: root, stacks, policyPacks: [], format: "json", colour: false });
  return (JSON.parse(text) as { stacks: Record<Name, PlannedStack> }).stacks;
}

/** The architecture of a stack as an SVG document, drawn from its offline plan. */
export async function planPicture(root: string, stack: string): Promise<string> {
  const plans = await planForPicture(root, stack);
  return drawPicture(readPicture(plans[stack]!));
}
