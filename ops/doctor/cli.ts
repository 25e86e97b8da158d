import { Option } from "commander";
import { MANAGED_BY } from "../../components/shared/tags";
import { prerequisitesOf } from "../../stacks/prerequisites";
import { commandLine, overStack, runProgram, type StackOptions } from "../shared/program";
import { resultColours } from "../shared/colours";
import { outputsIn } from "../shared/outputs";
import { run } from "../shared/run";
import { readStack } from "../shared/settings";
import { AwsAccount } from "./aws/awsAccount";
import { diagnose, isWell } from "./diagnose";
import { linesOf } from "./lines";

interface Options extends StackOptions {
  format: "table" | "json";
}

const program = overStack(
  commandLine(
    "doctor",
    "Checks everything that a stack needs before it is built, and says how to get what is missing.",
  ),
)
  .addOption(new Option("--format <format>", "how to print it").choices(["table", "json"]).default("table"))
  .action(async (stack: string, { configDir, format }: Options) => {
    const { settings, context } = readStack(stack, configDir);
    const { owner: Owner, project: Project, environment: Environment } = context;
    const findings = await diagnose(
      prerequisitesOf(settings),
      { Owner, Project, Environment, ManagedBy: MANAGED_BY },
      {
        account: new AwsAccount(context.region),
        runner: run,
        outputsOf: (name) => outputsIn(name, run),
        now: new Date(),
      },
    );
    const lines = format === "json" ? [JSON.stringify(findings, null, 2)] : linesOf(stack, findings, resultColours);
    process.stdout.write(`${lines.join("\n")}\n`);
    if (!isWell(findings)) process.exitCode = 1;
  });

runProgram(program);
