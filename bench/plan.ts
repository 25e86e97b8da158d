import path from "node:path";
import { type Case, type Report, reportOf, runCases } from "./cases";

/** As `npm run plan` runs it. */
export const PLAN = ["--max-semi-space-size=64", "-r", "./plan/preload", "-r", "tsx/cjs", "plan/cli.ts"];

/** Of the offline plan with the full policy pack, on two cores: a stack of over 100 resources, and three stacks. */
const CASES: Case[] = [
  { name: "one stack (prod)", args: [...PLAN, "prod"], budget: { wall: 1200, memory: 250 } },
  { name: "three stacks", args: [...PLAN, "dev", "uat", "prod"], budget: { wall: 2000, memory: 250 } },
];

/** Measures the offline plan of this repository's stacks. */
export async function benchPlan(runs: number): Promise<Report> {
  return reportOf(await runCases(CASES, runs, path.resolve(__dirname, "..")));
}
