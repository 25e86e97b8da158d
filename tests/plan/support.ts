import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PlannedResource, StackPlan } from "../../plan/model";
import { planStacks } from "../../plan/planStacks";
import { PolicyPacks } from "../../plan/policy/evaluate";
import { PackProcess, readPack } from "../../plan/policy/packProcess";
import { readProject } from "../../plan/project";

const ROOT = path.resolve(__dirname, "../..");

/** A project of which each stack is a program of its own, in `scenarios/`. */
export const FIXTURE = path.join(__dirname, "fixtures/project");

export function packFolder(name: string): string {
  return path.join(__dirname, "fixtures", name);
}

/** Plans one stack of the fixture project in this process. */
export async function planFixture(stack: string): Promise<StackPlan> {
  const [plan] = await planFixtures([stack]);
  return plan as StackPlan;
}

export async function planFixtures(stacks: string[], packs: string[] = [], configDir = FIXTURE): Promise<StackPlan[]> {
  const project = readProject(FIXTURE);
  const processes = packs.map((directory) => PackProcess.start(readPack(directory), project.name));
  const policies = new PolicyPacks(processes, { configDir, root: FIXTURE });
  try {
    return await planStacks(project, configDir, stacks, policies);
  } finally {
    policies.close();
    for (const process of processes) process.stop();
  }
}

export function resourceOf(plan: StackPlan, name: string): PlannedResource {
  const found = plan.resources.find((resource) => resource.name === name);
  if (!found) throw new Error(`no resource ${name} in ${plan.resources.map((resource) => resource.name).join(", ")}`);
  return found;
}

/** Runs the command as `npm run plan` does. */
export function runCli(args: string[], cwd = FIXTURE, env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
  const preload = path.join(ROOT, "plan/preload");
  const loader = require.resolve("tsx/cjs");
  const cli = path.join(ROOT, "plan/cli.ts");
  return spawnSync(process.execPath, ["-r", preload, "-r", loader, cli, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
}

/** Calls `use` with a folder of the given files, and removes it. */
export async function withFiles<T>(files: Record<string, string>, use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-plan-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
