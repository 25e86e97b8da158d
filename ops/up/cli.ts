import { resolve } from "node:path";
import { commandLine, overStacks, runProgram, type StacksOptions } from "../shared/program";
import { projectRoot } from "../shared/projectRoot";
import { PulumiStack } from "../shared/pulumiStack";
import { agrees } from "../shared/question";
import { chosenStacks } from "../shared/riglet";
import { readStack } from "../shared/settings";
import { up } from "./up";

interface Options extends StacksOptions {
  yes?: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const program = overStacks(
  commandLine("up", "Builds stacks, or brings them to what their settings say, in their order."),
)
  .option("--yes", "do not ask before a stack is changed")
  .action(async (names: string[], { configDir, all = false, yes = false }: Options) => {
    const directory = resolve(configDir);
    const stacks = chosenStacks(names, all, directory);
    // Problems of any of them come before anything is built.
    for (const name of stacks) readStack(name, directory);
    const flags = `${directory === projectRoot ? "" : ` --config-dir ${configDir}`}${yes ? " --yes" : ""}`;
    await up({
      stacks,
      stackOf: (name) => new PulumiStack(name, directory, print),
      agrees: (question) => (yes ? Promise.resolve(true) : agrees(question)),
      print,
      commandFor: (rest) => `npm run up -- ${rest.join(" ")}${flags}`,
    });
  });

runProgram(program);
