import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { PlanProblem } from "../../plan/problem";
import { readProject } from "../../plan/project";
import { readStackConfig } from "../../plan/stackConfig";
import { colours } from "../sandbox/colours";
import { Failure } from "../sandbox/failure";
import { projectRoot } from "../sandbox/layout";
import { AwsAccount } from "./awsAccount";
import { destroy } from "./destroy";
import { PulumiStack } from "./pulumiStack";

interface Options {
  configDir: string;
  releaseData?: boolean;
  empty?: boolean;
  confirm?: string;
  yes?: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const program = new Command("destroy")
  .description("Deletes everything in a stack, in the right order, after saying what that is and asking.")
  .argument("<stack>", "name of the stack: the settings are in Pulumi.<stack>.yaml")
  .option("--config-dir <dir>", "folder of the settings file", projectRoot)
  .option("--release-data", "also delete what is protected: lifts the protection first")
  .option("--empty", "also delete what is in buckets and image repositories")
  .option("--confirm <stack>", "the stack's name once more, for --empty without a terminal")
  .option("--yes", "do not ask whether to destroy")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(async (stack: string, { configDir, releaseData = false, empty = false, confirm, yes = false }: Options) => {
    if (confirm !== undefined && confirm !== stack) {
      throw new Failure(`--confirm ${confirm} is not the name of the stack, ${stack}`, 2);
    }
    const directory = resolve(configDir);
    readStackConfig(readProject(projectRoot), directory, stack);
    await destroy(new PulumiStack(stack, directory, print), new AwsAccount(), {
      ...{ stack, releaseData, empty, print },
      agrees: async () => yes || /^y(es)?$/i.test(await ask(`Destroy stack "${stack}"? [y/N]`, "--yes")),
      names: async () =>
        confirm !== undefined ||
        (await ask("Type the name of the stack to delete what is in there for ever:", `--confirm ${stack}`)) === stack,
    });
  });

async function ask(question: string, flag: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Failure(`${question} There is no terminal to ask on: give ${flag}.`, 2);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`${question} `);
  lines.close();
  return answer.trim();
}

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof Error)) throw error;
  const isOurs = error instanceof Failure || error instanceof PlanProblem;
  // Errors of the SDK carry what AWS answered; they are for the user as well.
  if (!isOurs && !("$metadata" in error) && error.name !== "CredentialsProviderError") throw error;
  process.stderr.write(`${colours.red("error:")} ${error.message}\n`);
  process.exitCode = error instanceof Failure ? error.exitCode : 1;
});
