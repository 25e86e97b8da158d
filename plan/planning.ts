import { planStacks } from "./planStacks";
import { PolicyPacks } from "./policy/evaluate";
import type { PackProcess } from "./policy/packProcess";
import type { Project } from "./project";
import { RENDERERS } from "./render/formats";
import { passes } from "./verdict";

export interface PlanRequest {
  /** Absolute path of the folder of `Pulumi.yaml`. */
  root: string;
  /** Absolute path of the folder of the `Pulumi.<stack>.yaml` files. */
  configDir: string;
  /** Stacks to plan; none means all. */
  stacks: string[];
  /** Absolute paths of policy packs besides the project's own in `policy/`. */
  policyPacks: string[];
  format: keyof typeof RENDERERS;
  colour: boolean;
}

/** The part of a plan that needs the SDK. */
export async function planAndRender(
  project: Project,
  { configDir, stacks, format, colour }: PlanRequest,
  processes: PackProcess[],
): Promise<{ text: string; ok: boolean }> {
  const packs = new PolicyPacks(processes, { configDir, root: project.root });
  try {
    const plans = await planStacks(project, configDir, stacks, packs);
    return { text: RENDERERS[format](plans, { colour }), ok: plans.every(passes) };
  } finally {
    packs.close();
  }
}
