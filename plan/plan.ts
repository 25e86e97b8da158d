import { existsSync } from "node:fs";
import path from "node:path";
import type * as BasePlan from "./base/plan";
import { PackProcess, readPack } from "./policy/packProcess";
import { PlanProblem } from "./problem";
import { listStacks, readProject } from "./project";
import type { PlanRequest } from "./planning";
import type * as Planning from "./planning";

/**
 * Plans stacks and renders the result.
 *
 * @returns the text, and whether every stack could be planned without a mandatory violation or a loss of data
 * @throws PlanProblem if nothing can be planned at all, WrongUsage among them
 */
export async function runPlan(request: PlanRequest): Promise<{ text: string; ok: boolean }> {
  const { root, configDir } = request;
  const project = readProject(root);
  const stacks = request.stacks.length > 0 ? [...new Set(request.stacks)] : listStacks(configDir);
  if (stacks.length === 0)
    throw new PlanProblem(`no Pulumi.<stack>.yaml in ${configDir}; create one or give --config-dir`);
  const own = path.join(root, "policy");
  const folders = [...(existsSync(path.join(own, "PulumiPolicy.yaml")) ? [own] : []), ...request.policyPacks];
  // All are looked at before anything is started.
  const packs = folders.map(readPack);
  const base = request.base === undefined ? undefined : await startBase(request, request.base);
  process.chdir(root);
  process.env.SLIPWAY_CONFIG_DIR = configDir;

  const processes: PackProcess[] = [];
  try {
    for (const pack of packs) processes.push(PackProcess.start(pack, project.name));
    // Loaded only now: the packs start while this process loads the SDK, the longest part of both.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { planAndRender } = require("./planning") as typeof Planning;
    return await planAndRender(project, { ...request, stacks }, processes, base?.planned);
  } finally {
    for (const process of processes) process.stop();
    base?.stop();
  }
}

/** Plans the base meanwhile, in another process. */
function startBase(
  { root, configDir, stacks, policyPacks }: PlanRequest,
  ref: string,
): ReturnType<typeof BasePlan.startBasePlan> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { startBasePlan } = require("./base/plan") as typeof BasePlan;
  return startBasePlan({ ref, root, configDir, stacks, policyPacks });
}
