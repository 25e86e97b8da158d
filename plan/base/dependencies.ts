import { existsSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { PlanProblem } from "../problem";
import { run } from "./run";

const LOCK_FILE = "package-lock.json";

/**
 * Gives a checkout its dependencies: those of the project if both have the same lock file, else its own.
 *
 * @throws PlanProblem if they cannot be installed
 */
export async function provideDependencies(root: string, checkout: string): Promise<void> {
  const installed = path.join(root, "node_modules");
  if (existsSync(installed) && sameFile(root, checkout, LOCK_FILE)) {
    symlinkSync(installed, path.join(checkout, "node_modules"), "junction");
    return;
  }
  // Nothing that a plan needs is made by scripts of dependencies.
  const { status, output } = await run(checkout, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  if (status !== 0) throw new PlanProblem(`its dependencies cannot be installed from its ${LOCK_FILE}:\n${output}`);
}

function sameFile(a: string, b: string, name: string): boolean {
  const [first, second] = [a, b].map((folder) => path.join(folder, name));
  if (!existsSync(first!) || !existsSync(second!)) return existsSync(first!) === existsSync(second!);
  return readFileSync(first!).equals(readFileSync(second!));
}
