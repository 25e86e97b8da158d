import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import type { Report } from "./cases";
import { benchPlan } from "./plan";
import { benchScale } from "./scale";

const BENCHMARKS: Record<string, (runs: number) => Promise<Report>> = { plan: benchPlan, scale: benchScale };

const DEFAULT_RUNS = 7;

function runsOf(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1) throw new InvalidArgumentError("A whole number of at least 1 is needed.");
  return runs;
}

function nameOf(text: string): string {
  if (!Object.hasOwn(BENCHMARKS, text))
    throw new InvalidArgumentError(`Allowed are ${Object.keys(BENCHMARKS).join(", ")}.`);
  return text;
}

async function main(args: string[]): Promise<number> {
  const command = new Command("bench")
    .description("Measures the project against its budgets. Exit codes: 0 within, 1 over a budget, 2 wrong usage.")
    .argument("<name>", `benchmark: ${Object.keys(BENCHMARKS).join(", ")}`, nameOf)
    .option("--runs <number>", "measured runs of each case", runsOf, DEFAULT_RUNS)
    .option("--record", "write the figures to bench/<name>.md")
    .exitOverride()
    .parse(args, { from: "user" });
  const name = command.processedArgs[0] as string;
  const { runs, record } = command.opts<{ runs: number; record?: boolean }>();
  const report = await (BENCHMARKS[name] as (typeof BENCHMARKS)[string])(runs);
  const machine = `Node.js ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${runs} runs each`;
  const text = `${report.text}\n${machine}\n`;
  process.stdout.write(text);
  if (record)
    writeFileSync(
      path.join(__dirname, `${name}.md`),
      `# Last figures of \`npm run bench -- ${name} --record\`\n\n${text}`,
    );
  return report.withinBudget ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof CommanderError)) process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1;
  },
);
