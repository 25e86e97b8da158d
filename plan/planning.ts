import type { BaseRevision } from "./diff/compare";
import type * as Compare from "./diff/compare";
import type * as DataRisk from "./diff/dataRisk";
import type { PlanDiff } from "./diff/model";
import type { StackPlan } from "./model";
import { planStacks } from "./planStacks";
import { PolicyPacks } from "./policy/evaluate";
import type { PackProcess } from "./policy/packProcess";
import type { Project } from "./project";
import { type Format, rendererOf } from "./render/formats";
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
  /** Name of the git revision to compare with. */
  base?: string;
  /** Whether data may be lost by what differs from the base. */
  confirmDataLoss?: boolean;
  format: Format;
  colour: boolean;
}

/** The part of a plan that needs the SDK. */
export async function planAndRender(
  project: Project,
  { configDir, stacks, confirmDataLoss, format, colour }: PlanRequest,
  processes: PackProcess[],
  base: Promise<BaseRevision> | undefined,
): Promise<{ text: string; ok: boolean }> {
  const packs = new PolicyPacks(processes, { configDir, root: project.root });
  try {
    const plans = await planStacks(project, configDir, stacks, packs);
    const compared = base && compare(await base, plans);
    const text = await rendererOf(format)(
      { plans, diff: compared?.diff, dataLossConfirmed: confirmDataLoss },
      { colour },
    );
    return { text, ok: plans.every(passes) && (confirmDataLoss || !compared?.losesData) };
  } finally {
    packs.close();
  }
}

/** Loaded only for plans that are compared. */
function compare(base: BaseRevision, plans: StackPlan[]): { diff: PlanDiff; losesData: boolean } {
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { comparePlans } = require("./diff/compare") as typeof Compare;
  const { losesData } = require("./diff/dataRisk") as typeof DataRisk;
  const diff = comparePlans(base, plans);
  return { diff, losesData: diff.stacks.some(({ dataAtRisk }) => losesData(dataAtRisk)) };
}
