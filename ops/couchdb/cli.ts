import { createInterface } from "node:readline/promises";
import { Command, InvalidArgumentError } from "commander";
import { colours } from "../sandbox/colours";
import { Failure } from "../sandbox/failure";
import { projectRoot } from "../sandbox/layout";
import { parseChoice } from "./choice";
import { databaseOf } from "./database";
import { connect, type Remote } from "./remote";
import { commandLine, runScript, type Listener } from "./script";

interface Options {
  configDir: string;
}

const program = new Command("couchdb")
  .description("Backups and the password of a stack's database, by the scripts on its instance.")
  .configureHelp({ showGlobalOptions: true })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

/** Adds a command over one stack's database. */
function databaseCommand(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("<stack>", "name of the stack: the settings are in Pulumi.<stack>.yaml")
    .option("--config-dir <dir>", "folder of the settings file", projectRoot);
}

databaseCommand("backup", "make a backup now").action((stack: string, options: Options) =>
  run(stack, options, "backup.sh", []),
);

databaseCommand("list", "print the backups that there are").action((stack: string, options: Options) =>
  run(stack, options, "restore.sh", ["--list"]),
);

databaseCommand("restore", "put a backup in the place of the data; what was there stays on the volume")
  .requiredOption(
    "--at <backup>",
    "one that is listed, e.g. daily/2026-11-21T020017Z, or the last that started by a time, e.g. 2026-11-21T03:00Z",
    parseAt,
  )
  .option("--overwrite", "needed where there are databases: they make way")
  .option("--yes", "do not ask before databases make way")
  .action(async (stack: string, options: Options & { at: string; overwrite?: boolean; yes?: boolean }) => {
    const asks = options.overwrite && !options.yes;
    if (asks && !process.stdin.isTTY) {
      throw new Failure("There is no terminal to ask on whether databases may make way: give --yes.", 2);
    }
    const remote = await connectTo(stack, options);
    let backup = "";
    const which = commandLine("restore.sh", ["--at", options.at, "--which"]);
    await runScript(remote, which, { ...listener, result: (text) => void (backup = text) });
    process.stderr.write(`${backup}\n`);
    if (asks && !(await agrees(`Put ${backup} in the place of ${stack}'s databases?`))) {
      process.stdout.write("nothing was changed\n");
      return;
    }
    const args = ["--at", backup, ...(options.overwrite ? ["--overwrite"] : [])];
    await runScript(remote, commandLine("restore.sh", args), listener);
  });

databaseCommand("drill", "restore the latest backup beside the data, and count its documents").action(
  (stack: string, options: Options) => run(stack, options, "drill.sh", []),
);

databaseCommand("rotate-password", "give the administrator a new password, in CouchDB and in the secret").action(
  (stack: string, options: Options) => run(stack, options, "rotate-password.sh", []),
);

async function run(stack: string, options: Options, script: string, args: string[]): Promise<void> {
  await runScript(await connectTo(stack, options), commandLine(script, args), listener);
}

async function connectTo(stack: string, { configDir }: Options): Promise<Remote> {
  const database = databaseOf(stack, configDir);
  process.stderr.write(colours.dim(`${database.instanceName}, ${database.region}\n`));
  return connect(database);
}

const listener: Listener = {
  waiting(seconds) {
    if (process.stderr.isTTY) process.stderr.write(`\r${colours.dim(`under way for ${seconds} s`)} `);
  },
  notes: (text) => void process.stderr.write(`${process.stderr.isTTY ? "\r" : ""}${colours.dim(text)}\n`),
  result: (text) => void process.stdout.write(`${text}\n`),
};

function parseAt(text: string): string {
  const choice = parseChoice(text);
  if (choice !== undefined) return choice;
  throw new InvalidArgumentError("Give a backup as listed, or a time such as 2026-11-21T03:00Z.");
}

async function agrees(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`${question} [y/N] `);
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}

program.parseAsync().catch((error: unknown) => {
  // What AWS refuses (credentials, permissions) it says in one line that needs no stack trace.
  const isForTheUser = error instanceof Error && !(error instanceof TypeError) && !(error instanceof ReferenceError);
  if (!isForTheUser) throw error;
  process.stderr.write(`${colours.red("error:")} ${error.message}\n`);
  process.exitCode = error instanceof Failure ? error.exitCode : 1;
});
