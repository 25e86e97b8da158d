import { forgetProjectModules, rememberModules } from "./freshModules";
import { masked } from "./mask";
import type { PolicyReport, Properties, StackPlan } from "./model";
import type { PolicyPacks, StackJudgement } from "./policy/evaluate";
import { emptyReport } from "./policy/report";
import { messageOf, PlanProblem } from "./problem";
import { type ProgramResult, runProgram } from "./program";
import type { Project } from "./project";
import { mapOwnStackFrames } from "./stackTraces";
import { readStackConfig, type StackConfig } from "./stackConfig";
import { WaitGraph } from "./waitGraph";

/**
 * Plans stacks of a project: runs the program for each, one after another, and lets the policy packs judge meanwhile what
 * is registered. What goes wrong with one stack is in its plan; the others are planned all the same.
 *
 * @returns the plans in the order of the names, without secrets
 */
export async function planStacks(
  project: Project,
  configDir: string,
  stacks: string[],
  packs: PolicyPacks,
): Promise<StackPlan[]> {
  const programs = new Programs(project, configDir, (stack) =>
    stacks.includes(stack) ? packs.begin(stack, project.name) : undefined,
  );
  const plans: Promise<StackPlan>[] = [];
  const restoreStackTraces = mapOwnStackFrames(project.root);
  const modules = forgetProjectModules(project.root);
  try {
    for (const stack of stacks) {
      plans.push(planOf(project, stack, await programs.of(stack)));
    }
  } finally {
    restoreStackTraces();
    forgetProjectModules(project.root);
    rememberModules(modules);
  }
  return Promise.all(plans);
}

async function planOf(project: Project, name: string, run: Run): Promise<StackPlan> {
  const { config, result } = run;
  const policy = await policyOf(run);
  const secrets = config.secretKeys.flatMap((key) => config.values[key] ?? []);
  return masked({ name, project: project.name, region: config.values["aws:region"], ...result, policy }, secrets);
}

/** What the packs say of a complete stack; half a one is not judged. */
async function policyOf({ result, judgement }: Run): Promise<PolicyReport> {
  if (judgement && result.problems.length === 0) return judgement.finish(result.resources);
  await judgement?.drop();
  return emptyReport();
}

interface Run {
  config: StackConfig;
  result: ProgramResult;
  /** Absent for a stack that is not asked for, or that could not be started. */
  judgement?: StackJudgement;
}

/** Runs the program once for each stack that is asked for, by name or by a stack reference. */
class Programs {
  readonly #runs = new Map<string, Promise<Run>>();
  readonly #waits = new WaitGraph();

  constructor(
    readonly project: Project,
    readonly configDir: string,
    readonly judge: (stack: string) => StackJudgement | undefined,
  ) {}

  of(stack: string): Promise<Run> {
    const run = this.#runs.get(stack) ?? this.#run(stack);
    this.#runs.set(stack, run);
    return run;
  }

  async #run(stack: string): Promise<Run> {
    let config: StackConfig = { values: {}, secretKeys: [] };
    try {
      config = readStackConfig(this.project, this.configDir, stack);
    } catch (error) {
      if (!(error instanceof PlanProblem)) throw error;
      return { config, result: { resources: [], outputs: {}, diagnostics: [], problems: error.message.split("\n") } };
    }
    const judgement = this.judge(stack);
    const result = await runProgram(this.project, stack, config, {
      readStack: (reference) => this.#outputs(stack, reference),
      onRegistered: (resource) => judgement?.add(resource),
    });
    return { config, result, judgement };
  }

  /** Outputs of the stack that `reader` refers to: `STACK`, `PROJECT/STACK` or `ORGANIZATION/PROJECT/STACK`. */
  async #outputs(reader: string, reference: string): Promise<Properties> {
    const [stack = "", project = this.project.name] = reference.split("/").reverse();
    const label = `stack reference "${reference}"`;
    if (project !== this.project.name) {
      throw new PlanProblem(
        `${label}: only stacks of project "${this.project.name}" are planned; the outputs of others are not known`,
      );
    }
    const cycle = this.#waits.add(reader, stack);
    if (cycle) throw new PlanProblem(`${label}: stacks refer to each other in a circle: ${cycle.join(" -> ")}`);
    try {
      const { result } = await this.of(stack);
      if (result.problems.length > 0) throw new PlanProblem(result.problems.join("\n"));
      return result.outputs;
    } catch (error) {
      throw new PlanProblem(`${label}: its plan has problems: ${messageOf(error)}`);
    } finally {
      this.#waits.remove(reader, stack);
    }
  }
}
