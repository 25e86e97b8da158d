import { Command, Option } from "commander";
import pc from "picocolors";
import { PlanProblem } from "../../plan/problem";
import { SettingsError } from "../../stacks/settings/resolve";
import { colours } from "../sandbox/colours";
import { Failure } from "../sandbox/failure";
import { projectRoot } from "../sandbox/layout";
import { AwsAccount } from "./awsAccount";
import { isWell, reportOf } from "./report";
import { tableOf } from "./table";
import { targetOf } from "./target";

interface Options {
  configDir: string;
  format: "table" | "json";
}

/** Colours of the table; none where it goes to a file or a pipe. */
const tableColours = pc.createColors(Boolean(process.stdout.isTTY) && !process.env.NO_COLOR);

const program = new Command("status")
  .description("Shows which version each pipeline of a stack has deployed where, since when, and whether it is well.")
  .argument("<stack>", "name of the stack: the settings are in Pulumi.<stack>.yaml")
  .option("--config-dir <dir>", "folder of the settings file", projectRoot)
  .addOption(new Option("--format <format>", "how to print it").choices(["table", "json"]).default("table"))
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(async (stack: string, { configDir, format }: Options) => {
    const { region, pipelines } = targetOf(stack, configDir);
    const account = new AwsAccount(region);
    const reports = await Promise.all(pipelines.map((pipeline) => reportOf({ pipeline, region }, account)));
    const lines =
      format === "json"
        ? [JSON.stringify(reports, null, 2)]
        : reports.flatMap((report) => tableOf(report, tableColours));
    process.stdout.write(`${lines.join("\n")}\n`);
    if (!reports.every(isWell)) process.exitCode = 1;
  });

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof Error)) throw error;
  const isOurs = [Failure, PlanProblem, SettingsError].some((kind) => error instanceof kind);
  // Errors of the SDK carry what AWS answered; they are for the user as well.
  if (!isOurs && !("$metadata" in error) && error.name !== "CredentialsProviderError") throw error;
  process.stderr.write(`${colours.red("error:")} ${error.message}\n`);
  process.exitCode = error instanceof Failure ? error.exitCode : 1;
});
