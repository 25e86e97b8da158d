import path from "node:path";
import { type Case, type Result, runCases } from "./cases";

const NODE_ARGS = ["-r", "./plan/preload", "-r", "tsx/cjs", "plan/cli.ts"];

/** Of the offline plan with the full policy pack, on two cores: a stack of about 90 resources, and three stacks. */
const CASES: Case[] = [
  { name: "one stack (prod)", args: [...NODE_ARGS, "prod"], budget: { wall: 1200, memory: 250 } },
  { name: "three stacks", args: [...NODE_ARGS, "dev", "uat", "prod"], budget: { wall: 2000, memory: 250 } },
];

/** Measures the offline plan of this repository's stacks. */
export function benchPlan(runs: number): Promise<Result[]> {
  return runCases(CASES, runs, path.resolve(__dirname, ".."));
}
