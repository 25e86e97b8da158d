import { Command } from "commander";
import { PlanProblem } from "../../plan/problem";
import { SettingsError } from "../../stacks/settings/resolve";
import { colours } from "./colours";
import { Failure } from "./failure";
import { projectRoot } from "./projectRoot";

// The SDK reads it when the first client is made. It warns of Node.js 20, on which the commands are tested.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** Errors of the SDK by their names that carry no answer of AWS: there are no credentials, or no valid ones. */
const NO_CREDENTIALS = ["CredentialsProviderError", "TokenProviderError"];

/** An option of every command over stacks. */
export interface StackOptions {
  configDir: string;
}

/** Options of every command over several stacks. */
export interface StacksOptions extends StackOptions {
  all?: boolean;
}

/** A command line of operators; wrong usage ends it with exit code 2. */
export function commandLine(name: string, description: string): Command {
  return new Command(name).description(description).exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
}

/** Lets a command take the name of a stack and the folder of its settings. */
export function overStack(command: Command): Command {
  return command
    .argument("<stack>", "name of the stack: the settings are in Pulumi.<stack>.yaml")
    .option("--config-dir <dir>", "folder of the settings file", projectRoot);
}

/** Lets a command take names of stacks, or all stacks of a folder. */
export function overStacks(command: Command): Command {
  return command
    .argument("[stacks...]", "names of stacks: the settings are in Pulumi.<stack>.yaml")
    .option("--all", "every stack of the folder")
    .option("--config-dir <dir>", "folder of the settings files", projectRoot);
}

/** Runs a command line to its end. What the user can act on is one message; anything else is a fault, with its trace. */
export function runProgram(program: Command): void {
  program.parseAsync().catch((error: unknown) => {
    if (!(error instanceof Error) || !isForTheUser(error)) throw error;
    process.stderr.write(`${colours.red("error:")} ${error.message}\n`);
    process.exitCode = error instanceof Failure ? error.exitCode : 1;
  });
}

/** Errors of the SDK carry what AWS answered; they are for the user as well. */
function isForTheUser(error: Error): boolean {
  const isOurs = [Failure, PlanProblem, SettingsError].some((kind) => error instanceof kind);
  return isOurs || "$metadata" in error || NO_CREDENTIALS.includes(error.name);
}
