import { createRequire } from "node:module";
import { ComputedOutputs } from "./computedOutputs";
import { PlanEngine } from "./engine";
import { forgetProjectModules } from "./freshModules";
import type { Diagnostic, PlannedResource, Properties } from "./model";
import { type MonitorEvents, PlanMonitor } from "./monitor";
import { inDependencyOrder } from "./order";
import { PlanProblem } from "./problem";
import type { Project } from "./project";
import { describeProgramError } from "./programErrors";
import { config, runInPulumiStack, settings, state, withOwnState } from "./sdk";
import type { StackConfig } from "./stackConfig";
import { isStackUrn } from "./urn";
import { UNKNOWN } from "./values";

/** What a program declared for one stack. */
export interface ProgramResult {
  resources: PlannedResource[];
  outputs: Properties;
  diagnostics: Diagnostic[];
  /** Why it did not finish; the rest is what was registered until then. */
  problems: string[];
}

/** Errors of promises that nobody awaits, e.g. of a resource whose input failed; keyed by the run they belong to. */
const strayErrors = new Map<object, Set<unknown>>();

function collectStrayErrors(error: unknown): void {
  // Node delivers a rejection in the context of its promise, hence with the store of the run that made it.
  const errors = strayErrors.get(state.getStore()) ?? [...strayErrors.values()].at(-1);
  errors?.add(error);
}

/**
 * Runs the unmodified program for one stack, as the engine does in a preview, and waits for every registration.
 * It never throws for what a program does wrong; that is in the result.
 */
export async function runProgram(
  project: Project,
  stack: string,
  stackConfig: StackConfig,
  events: MonitorEvents,
): Promise<ProgramResult> {
  return withOwnState(async () => {
    const monitor = new PlanMonitor({
      project: project.name,
      stack,
      root: project.root,
      config: stackConfig,
      ...events,
    });
    const engine = new PlanEngine();
    const computed = new ComputedOutputs();
    const store = state.getStore();
    settings.setMockOptions(monitor, project.name, stack, true, "organization");
    store.settings.options.rootDirectory = project.root;
    store.settings.engine = engine;
    config.setAllConfig(stackConfig.values, stackConfig.secretKeys);

    const errors = new Set<unknown>();
    strayErrors.set(store, errors);
    if (strayErrors.size === 1) process.on("unhandledRejection", collectStrayErrors);
    const { idle, stopWatching } = whenIdle();
    try {
      await Promise.race([run(project, computed), idle]);
    } catch (error) {
      errors.add(error);
      await Promise.race([settings.disconnect(), idle]).catch(() => undefined);
    } finally {
      stopWatching();
      // Rejections that nobody handles are reported after the promise queue has drained.
      await new Promise(setImmediate);
      strayErrors.delete(store);
      if (strayErrors.size === 0) process.off("unhandledRejection", collectStrayErrors);
    }

    const resources = inDependencyOrder([...monitor.registered.values()]);
    const outputs = resources.find(({ urn }) => isStackUrn(urn))?.outputs ?? {};
    for (const resource of resources) addComputed(resource, computed);
    const logged = engine.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
    const thrown = [...errors].map((error) => describeProgramError(error, project.root));
    // What the monitor refused comes back from the SDK inside other errors.
    const refused = [...monitor.problems];
    const others = [...logged, ...thrown].filter((text) => !refused.some((problem) => text.includes(problem)));
    const diagnostics = engine.diagnostics.filter(({ severity }) => severity !== "error");
    return { resources, outputs, diagnostics, problems: [...new Set([...refused, ...others])] };
  });
}

async function run(project: Project, computed: ComputedOutputs): Promise<void> {
  await runInPulumiStack(async () => {
    computed.observe();
    // Forgotten and loaded in one go: programs of other stacks may be waiting for this one.
    forgetProjectModules(project.root);
    const exported: unknown = createRequire(project.main)(project.main);
    const program =
      typeof exported === "function" ? (exported as () => Promise<unknown>) : () => Promise.resolve(exported);
    return (await program()) as Record<string, unknown>;
  });
  await settings.disconnect();
}

/** Rejects when Node has nothing left to do although the program has not finished: it waits for itself. */
function whenIdle(): { idle: Promise<never>; stopWatching: () => void } {
  let onIdle = () => {};
  const idle = new Promise<never>((_, reject) => {
    onIdle = () => {
      reject(
        new PlanProblem(
          "the program never finishes: it waits for a value that nothing sets, or resources need each other",
        ),
      );
    };
    process.once("beforeExit", onIdle);
  });
  return { idle, stopWatching: () => process.off("beforeExit", onIdle) };
}

function addComputed(resource: PlannedResource, computed: ComputedOutputs): void {
  if (!resource.custom || resource.external) return;
  for (const name of computed.of(resource.type)) resource.outputs[name] ??= UNKNOWN;
}
