import { resolve } from "node:path";
import { readProject } from "../../plan/project";
import { readStackConfig } from "../../plan/stackConfig";
import { Failure } from "../shared/failure";
import { commandLine, overStack, runProgram, type StackOptions } from "../shared/program";
import { projectRoot } from "../shared/projectRoot";
import { agrees, ask } from "../shared/question";
import { AwsAccount } from "./awsAccount";
import { destroy } from "./destroy";
import { PulumiStack } from "./pulumiStack";

interface Options extends StackOptions {
  releaseData?: boolean;
  empty?: boolean;
  confirm?: string;
  yes?: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const program = overStack(
  commandLine("destroy", "Deletes everything in a stack, in the right order, after saying what that is and asking."),
)
  .option("--release-data", "also delete what is protected: lifts the protection first")
  .option("--empty", "also delete what is in buckets and image repositories")
  .option("--confirm <stack>", "the stack's name once more, for --empty without a terminal")
  .option("--yes", "do not ask whether to destroy")
  .action(async (stack: string, { configDir, releaseData = false, empty = false, confirm, yes = false }: Options) => {
    if (confirm !== undefined && confirm !== stack) {
      throw new Failure(`--confirm ${confirm} is not the name of the stack, ${stack}`, 2);
    }
    const directory = resolve(configDir);
    readStackConfig(readProject(projectRoot), directory, stack);
    await destroy(new PulumiStack(stack, directory, print), new AwsAccount(), {
      ...{ stack, releaseData, empty, print },
      agrees: async () => yes || agrees(`Destroy stack "${stack}"?`),
      names: async () =>
        confirm !== undefined ||
        (await ask("Type the name of the stack to delete what is in there for ever:", `--confirm ${stack}`)) === stack,
    });
  });

runProgram(program);
