import { Option } from "commander";
import { resultColours } from "../shared/colours";
import { commandLine, overStack, runProgram, type StackOptions } from "../shared/program";
import { AwsAccount } from "./awsAccount";
import { isWell, reportOf } from "./report";
import { tableOf } from "./table";
import { targetOf } from "./target";

interface Options extends StackOptions {
  format: "table" | "json";
}

const program = overStack(
  commandLine(
    "status",
    "Shows which version each pipeline of a stack has deployed where, since when, and whether it is well.",
  ),
)
  .addOption(new Option("--format <format>", "how to print it").choices(["table", "json"]).default("table"))
  .action(async (stack: string, { configDir, format }: Options) => {
    const { region, pipelines } = targetOf(stack, configDir);
    const account = new AwsAccount(region);
    const reports = await Promise.all(pipelines.map((pipeline) => reportOf({ pipeline, region }, account)));
    const lines =
      format === "json"
        ? [JSON.stringify(reports, null, 2)]
        : reports.flatMap((report) => tableOf(report, resultColours));
    process.stdout.write(`${lines.join("\n")}\n`);
    if (!reports.every(isWell)) process.exitCode = 1;
  });

runProgram(program);
