import { Option } from "commander";
import { resultColours } from "../shared/colours";
import { outputsIn } from "../shared/outputs";
import { commandLine, overStack, runProgram, type StackOptions } from "../shared/program";
import { outputLines } from "../shared/report";
import { run } from "../shared/run";
import { AwsAccount } from "./awsAccount";
import { AwsStack } from "./awsStack";
import { partsOf } from "./parts";
import { isWell, reportOf } from "./report";
import { partsTable, tableOf } from "./table";
import { targetOf } from "./target";

interface Options extends StackOptions {
  format: "table" | "json";
}

const program = overStack(
  commandLine(
    "status",
    "Shows how a stack is: its parts, which version each pipeline has deployed where, its outputs.",
  ),
)
  .addOption(new Option("--format <format>", "how to print it").choices(["table", "json"]).default("table"))
  .action(async (stack: string, { configDir, format }: Options) => {
    const target = targetOf(stack, configDir);
    const { region } = target;
    const account = new AwsAccount(region);
    const [parts, pipelines, found] = await Promise.all([
      partsOf(new AwsStack(target)),
      Promise.all(target.pipelines.map((pipeline) => reportOf({ pipeline, region }, account))),
      outputsIn(stack, run),
    ]);
    const outputs = found ?? { reason: "the stack is not in the backend of pulumi login" };
    const lines =
      format === "json"
        ? [JSON.stringify({ stack, region, parts, pipelines, ...("outputs" in outputs && outputs) }, null, 2)]
        : [
            ...partsTable(`${target.prefix}  ${region}`, parts, resultColours),
            ...pipelines.flatMap((report) => tableOf(report, resultColours)),
            ...("outputs" in outputs ? outputLines(outputs.outputs) : [`outputs: ${outputs.reason}`]),
          ];
    process.stdout.write(`${lines.join("\n")}\n`);
    if (parts.length === 0 || !parts.every(({ healthy }) => healthy) || !pipelines.every(isWell)) process.exitCode = 1;
  });

runProgram(program);
