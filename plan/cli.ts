import { Console } from "node:console";
import { closeSync, openSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command, CommanderError, Option } from "commander";
import { runPlan } from "./plan";
import { PlanProblem, systemReason, WrongUsage } from "./problem";
import { findProjectRoot } from "./project";
import { type Format, FORMATS } from "./render/formats";

interface Options {
  format: Format;
  out?: string;
  base?: string;
  confirmDataLoss?: boolean;
  configDir?: string;
  policyPack: string[];
}

function command(): Command {
  return new Command("plan")
    .description(
      "Plans stacks without state, credentials or the pulumi CLI: runs the program as a preview does and judges it by the policy packs.",
    )
    .argument("[stack...]", "stacks to plan (default: all that have a settings file)")
    .addOption(new Option("--format <format>", "form of the plan").choices(FORMATS).default("tree"))
    .option("--out <file>", "write the plan to a file")
    .option(
      "--base <ref>",
      "a git revision to compare with: what this one changes, and what that means for data and security",
    )
    .option("--confirm-data-loss", "with --base: do not fail because data is deleted or replaced")
    .option("--config-dir <dir>", "folder of the Pulumi.<stack>.yaml files (default: the project's root)")
    .option(
      "--policy-pack <dir>",
      "a policy pack besides the project's own; may be repeated",
      (dir, dirs: string[]) => [...dirs, dir],
      [],
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 planned, nothing mandatory violated; 1 a problem, a mandatory violation or data at risk; 2 wrong usage.",
    )
    .exitOverride();
}

async function main(args: string[]): Promise<number> {
  const program = command().parse(args, { from: "user" });
  const options = program.opts<Options>();
  if (options.confirmDataLoss && options.base === undefined) program.error("error: --confirm-data-loss needs --base");
  const root = findProjectRoot(process.cwd());
  if (root === undefined)
    throw new PlanProblem(`no Pulumi.yaml in ${process.cwd()} or above; run the plan in a Pulumi project`);
  // The plan changes to the project's folder.
  const out = options.out === undefined ? undefined : path.resolve(options.out);
  if (out !== undefined) checkWritable(out);
  const { text, ok } = await runPlan({
    root,
    configDir: path.resolve(options.configDir ?? root),
    stacks: program.args,
    policyPacks: options.policyPack.map((directory) => path.resolve(directory)),
    base: options.base,
    confirmDataLoss: options.confirmDataLoss,
    format: options.format,
    colour: out === undefined && Boolean(process.stdout.isTTY) && !process.env.NO_COLOR,
  });
  if (out === undefined) {
    await new Promise((done) => process.stdout.write(text, done));
  } else {
    writeFileSync(out, text);
    process.stdout.write(`wrote ${options.out}\n`);
  }
  return ok ? 0 : 1;
}

/** Tells before the plan, not after it, that the file cannot be written. What it holds stays until there is a plan. */
function checkWritable(file: string): void {
  try {
    closeSync(openSync(file, "a"));
  } catch (error) {
    throw new PlanProblem(`--out ${file}: cannot be written: ${systemReason(error)}`);
  }
}

// Whatever the program prints must not mix with the plan, which may be JSON.
globalThis.console = new Console(process.stderr, process.stderr);

// A reader that has seen enough, such as `head`, is no error; the exit code still tells how the plan ended.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
    process.stderr.write(`${error instanceof PlanProblem ? error.message : (error as Error).stack}\n`);
    process.exit(error instanceof WrongUsage ? 2 : 1);
  },
);
