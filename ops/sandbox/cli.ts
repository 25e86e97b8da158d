import { mkdir } from "node:fs/promises";
import type { Command } from "commander";
import { colours } from "../shared/colours";
import { commandLine, overStack, runProgram, type StackOptions } from "../shared/program";
import { agrees } from "../shared/question";
import { outputs, preview, refresh, up } from "./build";
import { destroy } from "./destroy";
import { stopEmulator } from "./emulator";
import { forgetStacks, stackPaths, type StackPaths } from "./layout";
import { withLock } from "./lock";
import type { Confirm, Voice } from "./session";
import { requireTools } from "./tools";

const voice: Voice = {
  terminal: process.stderr,
  note: (line) => process.stderr.write(`${colours.dim(line)}\n`),
  print: (line) => process.stdout.write(`${line}\n`),
};

const program = commandLine(
  "sandbox",
  "The life of a stack by the real Pulumi engine on an emulated AWS. Nothing leaves this machine.",
).configureHelp({ showGlobalOptions: true });

/** Adds a command over one stack, which holds the stack's lock while it runs. */
function stackCommand(name: string, description: string): Command {
  return overStack(program.command(name).description(description));
}

async function locked(stack: string, options: StackOptions, action: (paths: StackPaths) => Promise<void>) {
  await requireTools();
  const paths = stackPaths(stack, options.configDir);
  await mkdir(paths.home, { recursive: true });
  await withLock(paths.lockFile, () => action(paths));
}

stackCommand("up", "build the stack, or change it to what the settings say")
  .option("--yes", "do not ask before something is deleted or replaced")
  .option("--skip-preview", "do not preview first, and do not ask")
  .action((stack: string, options: StackOptions & { yes?: boolean; skipPreview?: boolean }) =>
    locked(stack, options, (paths) =>
      up(paths, voice, { skipPreview: options.skipPreview ?? false, confirm: options.yes ? agree : agrees }),
    ),
  );

stackCommand("preview", "show what `up` would change")
  .option("--expect-no-changes", "fail if there are changes")
  .action((stack: string, options: StackOptions & { expectNoChanges?: boolean }) =>
    locked(stack, options, (paths) => preview(paths, voice, options.expectNoChanges ?? false)),
  );

stackCommand("refresh", "read every resource back from the emulated account into the state")
  .option("--expect-no-changes", "fail if something differs")
  .action((stack: string, options: StackOptions & { expectNoChanges?: boolean }) =>
    locked(stack, options, (paths) => refresh(paths, voice, options.expectNoChanges ?? false)),
  );

stackCommand("destroy", "delete everything in the stack, after saying what that is and asking")
  .option("--yes", "do not ask")
  .option("--release-data", "also delete what is protected: lifts the protection first")
  .action((stack: string, options: StackOptions & { yes?: boolean; releaseData?: boolean }) =>
    locked(stack, options, (paths) =>
      destroy(paths, voice, {
        releaseData: options.releaseData ?? false,
        confirm: options.yes ? agree : agrees,
      }),
    ),
  );

stackCommand("outputs", "print the stack's outputs as JSON, secrets masked").action(
  (stack: string, options: StackOptions) => locked(stack, options, (paths) => outputs(paths, voice)),
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

runProgram(program);
