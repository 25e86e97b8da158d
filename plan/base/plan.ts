import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import type { BaseRevision } from "../diff/compare";
import type { StackPlan } from "../model";
import { messageOf, PlanProblem, WrongUsage } from "../problem";
import { listStacks } from "../project";
import { provideDependencies } from "./dependencies";
import { readPlans } from "./document";
import { findRevision, type Revision } from "./git";
import { run, stopCommands } from "./run";
import { Worktree } from "./worktree";

export interface BaseRequest {
  /** Name of the revision. */
  ref: string;
  /** Absolute path of the project. */
  root: string;
  /** Absolute path of the folder of the `Pulumi.<stack>.yaml` files, in the repository. */
  configDir: string;
  /** Stacks to plan; none means all that the base has. */
  stacks: string[];
  /** Absolute paths of policy packs besides the project's own. */
  policyPacks: string[];
}

/** Signals that end a process, with their numbers. */
const ENDINGS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

export interface BasePlan {
  /** What is wrong with the revision, so that it cannot be planned, is in the result. */
  planned: Promise<BaseRevision>;
  /** Ends what still runs and removes the checkout, as the end of this process does. */
  stop(): void;
}

/**
 * Plans another revision of the project by its own code, in a process and a folder of its own.
 *
 * @returns as soon as there is a checkout
 * @throws PlanProblem if there is no such revision, or if it cannot have the settings
 */
export async function startBasePlan(asked: BaseRequest): Promise<BasePlan> {
  const revision = await findRevision(asked.root, asked.ref);
  const request = { ...asked, configDir: settingsFolder(asked, revision) };
  const worktree = new Worktree(revision);
  const removers = Object.entries(ENDINGS).map(([signal, number]) => {
    const end = () => process.exit(128 + number);
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  const cleanUp = () => {
    stopCommands();
    worktree.remove();
  };
  process.once("exit", cleanUp);
  const stop = () => {
    for (const remove of removers) remove();
    process.off("exit", cleanUp);
    cleanUp();
  };
  try {
    await worktree.checkOut();
  } catch (error) {
    stop();
    throw error;
  }
  return { planned: planRevision(request, revision, worktree.folder), stop };
}

/** The folder of the settings as git sees it. One outside the repository has no revisions: it would be compared with itself. */
function settingsFolder({ configDir, ref }: BaseRequest, { top }: Revision): string {
  const folder = existsSync(configDir) ? realpathSync(configDir) : configDir;
  if (isWithin(top, folder)) return folder;
  throw new WrongUsage(
    `--config-dir ${configDir} is not in the repository that --base ${ref} is of, ${top}, so it has no other revision; ` +
      "leave out --base, or keep the settings in the repository",
  );
}

function isWithin(top: string, folder: string): boolean {
  const relative = path.relative(top, folder);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

async function planRevision(request: BaseRequest, revision: Revision, checkout: string): Promise<BaseRevision> {
  const { ref, commit } = revision;
  try {
    return { ref, commit, stacks: await planCheckout(request, revision, checkout) };
  } catch (error) {
    if (!(error instanceof PlanProblem)) throw error;
    return { ref, commit, stacks: [], problem: `--base ${ref}: ${messageOf(error)}` };
  }
}

async function planCheckout(
  { root, configDir, stacks, policyPacks }: BaseRequest,
  { top }: Revision,
  checkout: string,
): Promise<StackPlan[]> {
  const inCheckout = (folder: string) =>
    isWithin(top, folder) ? path.join(checkout, path.relative(top, folder)) : folder;
  const project = inCheckout(root);
  if (!existsSync(path.join(project, "Pulumi.yaml")))
    throw new PlanProblem(`has no Pulumi.yaml in ${path.relative(checkout, project) || "its root"}`);
  const settings = inCheckout(configDir);
  const known = existsSync(settings) ? listStacks(settings) : [];
  const names = stacks.length > 0 ? stacks.filter((stack) => known.includes(stack)) : known;
  if (names.length === 0) return [];
  const manifest = path.join(project, "package.json");
  const { scripts } = (existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")) : {}) as {
    scripts?: Record<string, string>;
  };
  if (scripts?.plan === undefined) throw new PlanProblem("its package.json has no script `plan`");
  await provideDependencies(root, project);

  const file = path.join(checkout, ".slipway-base-plan.json");
  const packs = policyPacks.flatMap((folder) => ["--policy-pack", inCheckout(folder)]);
  const args = [...names, "--config-dir", settings, ...packs, "--format", "json", "--out", file];
  const { output } = await run(project, "npm", ["run", "--silent", "plan", "--", ...args]);
  // A plan with problems ends with 1, but there is one.
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (text === "") throw new PlanProblem(`cannot be planned:\n${output}`);
  return readPlans(text.replaceAll(checkout, top));
}
