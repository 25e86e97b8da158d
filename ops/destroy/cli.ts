import { resolve } from "node:path";
import { readProject } from "../../plan/project";
import { readStackConfig } from "../../plan/stackConfig";
import { Failure } from "../shared/failure";
import { commandLine, overStacks, runProgram, type StacksOptions } from "../shared/program";
import { projectRoot } from "../shared/projectRoot";
import { PulumiStack } from "../shared/pulumiStack";
import { agrees, ask } from "../shared/question";
import { chosenStacks } from "../shared/riglet";
import { AwsAccount } from "./awsAccount";
import { destroy } from "./destroy";

interface Options extends StacksOptions {
  releaseData?: boolean;
  empty?: boolean;
  confirm: string[];
  yes?: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const program = overStacks(
  commandLine("destroy", "Deletes everything in stacks, in the right order, after saying what that is and asking."),
)
  .option("--release-data", "also delete what is protected: lifts the protection first")
  .option("--empty", "also delete what is in buckets and image repositories")
  .option("--confirm <stack>", "a stack's name once more, for --empty without a terminal; for each stack", collect, [])
  .option("--yes", "do not ask whether to destroy")
  .action(
    async (
      names: string[],
      { configDir, all = false, releaseData = false, empty = false, confirm, yes = false }: Options,
    ) => {
      const directory = resolve(configDir);
      // Whoever reads goes before those that are read.
      const stacks = chosenStacks(names, all, directory).reverse();
      const stranger = confirm.find((name) => !stacks.includes(name));
      if (stranger !== undefined) {
        throw new Failure(`--confirm ${stranger} is not the name of the stack, ${stacks.join(" or ")}`, 2);
      }
      for (const stack of stacks) readStackConfig(readProject(projectRoot), directory, stack);
      for (const stack of stacks) {
        const isDone = await destroy(new PulumiStack(stack, directory, print), new AwsAccount(), {
          ...{ stack, releaseData, empty, print },
          agrees: async () => yes || agrees(`Destroy stack "${stack}"?`),
          names: async () =>
            confirm.includes(stack) ||
            (await ask("Type the name of the stack to delete what is in there for ever:", `--confirm ${stack}`)) ===
              stack,
        });
        // The next one may be read by this one.
        if (!isDone) return;
      }
    },
  );

function collect(name: string, before: string[]): string[] {
  return [...before, name];
}

runProgram(program);
