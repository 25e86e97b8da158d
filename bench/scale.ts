import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Case, type Report, reportOf, type Result, runCases } from "./cases";
import { growth, type Point } from "./growth";
import { PLAN } from "./plan";
import { scaleStackFile } from "./scaleSettings";

const ROOT = path.resolve(__dirname, "..");
const STACK = "scale";
const SIZES = [50, 100, 250, 500];
/** The most that a plan of the last size may take, in milliseconds, without the policy pack: that has its own budget. */
const BUDGET = 6000;
/** The most that {@link growth} over 50, 250 and 500 services may be: well below that of a square, above a machine's noise. */
const MAX_GROWTH = 1.5;

/** Measures the plan of stacks with many services: the whole program with generated settings, and its plan as text. */
export async function benchScale(runs: number): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-scale-"));
  try {
    const cases = SIZES.flatMap((services) => casesOf(services, folder));
    return reportOn(await runCases(cases, runs, ROOT));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A plan without policy packs; of the last size one with the project's pack as well. */
function casesOf(services: number, parent: string): Case[] {
  // A folder of its own: the program looks at the stacks beside its own.
  const configDir = path.join(parent, String(services));
  mkdirSync(configDir);
  writeFileSync(path.join(configDir, `Pulumi.${STACK}.yaml`), scaleStackFile(services));
  const args = [...PLAN.slice(0, -1), path.join(__dirname, "planWithoutPacks.ts"), configDir, STACK];
  const name = `${services} services, ${resourcesOf(args)} resources`;
  if (services !== SIZES.at(-1)) return [{ name, args }];
  return [
    { name, args, budget: { wall: BUDGET } },
    { name: `${name}, with the policy pack`, args: [...PLAN, STACK, "--config-dir", configDir] },
  ];
}

/** How many resources a plan has, as its last lines say. */
function resourcesOf(args: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", maxBuffer: Infinity });
  const resources = /^\S+: (\d+) resources, /m.exec(stdout)?.[1];
  if (resources === undefined) throw new Error(`no plan of the generated settings:\n${stdout.slice(-2000)}${stderr}`);
  return Number(resources).toLocaleString("en");
}

function reportOn(results: Result[]): Report {
  const report = reportOf(results);
  const point = (size: number): Point => ({ size, wall: results[SIZES.indexOf(size)]?.wall.median ?? NaN });
  const factor = growth(point(50), point(250), point(500));
  const isLinear = factor <= MAX_GROWTH;
  const text = `
Growth: each service from the 251st to the 500th takes ${factor.toFixed(2)} times as long as each from the 51st to the 250th, by the
medians. 1 is a straight line, 2.5 a square; the budget is ${MAX_GROWTH}: ${isLinear ? "within" : "OVER"}.

The budgets are those of the plan itself; the policy pack, in a process of its own, has another.
`;
  return { text: report.text + text, withinBudget: report.withinBudget && isLinear };
}
