import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { colours } from "./colours";
import { PlanProblem } from "../../plan/problem";
import { SettingsError } from "../../stacks/settings/resolve";
import { outputs, preview, refresh, up } from "./build";
import { destroy } from "./destroy";
import { stopEmulator } from "./emulator";
import { Failure } from "./failure";
import { forgetStacks, projectRoot, stackPaths, type StackPaths } from "./layout";
import { withLock } from "./lock";
import type { Confirm, Voice } from "./session";
import { requireTools } from "./tools";

const voice: Voice = {
  terminal: process.stderr,
  note: (line) => process.stderr.write(`${colours.dim(line)}\n`),
  print: (line) => process.stdout.write(`${line}\n`),
};

const program = new Command("sandbox")
  .description("The life of a stack by the real Pulumi engine on an emulated AWS. Nothing leaves this machine.")
  .configureHelp({ showGlobalOptions: true })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

interface StackOptions {
  configDir: string;
}

/** Adds a command over one stack, which holds the stack's lock while it runs. */
function stackCommand(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("<stack>", "name of the stack: the settings are in Pulumi.<stack>.yaml")
    .option("--config-dir <dir>", "folder of the settings file", projectRoot);
}

async function overStack(stack: string, options: StackOptions, action: (paths: StackPaths) => Promise<void>) {
  await requireTools();
  const paths = stackPaths(stack, options.configDir);
  await mkdir(paths.home, { recursive: true });
  await withLock(paths.lockFile, () => action(paths));
}

stackCommand("up", "build the stack, or change it to what the settings say")
  .option("--yes", "do not ask before something is deleted or replaced")
  .option("--skip-preview", "do not preview first, and do not ask")
  .action((stack: string, options: StackOptions & { yes?: boolean; skipPreview?: boolean }) =>
    overStack(stack, options, (paths) =>
      up(paths, voice, { skipPreview: options.skipPreview ?? false, confirm: options.yes ? agree : ask }),
    ),
  );

stackCommand("preview", "show what `up` would change")
  .option("--expect-no-changes", "fail if there are changes")
  .action((stack: string, options: StackOptions & { expectNoChanges?: boolean }) =>
    overStack(stack, options, (paths) => preview(paths, voice, options.expectNoChanges ?? false)),
  );

stackCommand("refresh", "read every resource back from the emulated account into the state")
  .option("--expect-no-changes", "fail if something differs")
  .action((stack: string, options: StackOptions & { expectNoChanges?: boolean }) =>
    overStack(stack, options, (paths) => refresh(paths, voice, options.expectNoChanges ?? false)),
  );

stackCommand("destroy", "delete everything in the stack, after saying what that is and asking")
  .option("--yes", "do not ask")
  .option("--release-data", "also delete what is protected: lifts the protection first")
  .action((stack: string, options: StackOptions & { yes?: boolean; releaseData?: boolean }) =>
    overStack(stack, options, (paths) =>
      destroy(paths, voice, {
        releaseData: options.releaseData ?? false,
        confirm: options.yes ? agree : ask,
      }),
    ),
  );

stackCommand("outputs", "print the stack's outputs as JSON, secrets masked").action(
  (stack: string, options: StackOptions) => overStack(stack, options, (paths) => outputs(paths, voice)),
);

program
  .command("stop")
  .description("stop the emulated AWS and forget all stacks that were built in it")
  .action(async () => {
    const ran = await stopEmulator();
    await forgetStacks();
    voice.print(
      ran ? "the emulated AWS is stopped; it and all its stacks are forgotten" : "no emulated AWS was running",
    );
  });

const agree: Confirm = () => Promise.resolve(true);

async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Failure(`${question} There is no terminal to ask on: give --yes.`, 2);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`${question} [y/N] `);
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}

program.parseAsync().catch((error: unknown) => {
  const isForTheUser = [Failure, PlanProblem, SettingsError].some((kind) => error instanceof kind);
  if (!isForTheUser || !(error instanceof Error)) throw error;
  process.stderr.write(`${colours.red("error:")} ${error.message}\n`);
  process.exitCode = error instanceof Failure ? error.exitCode : 1;
});
