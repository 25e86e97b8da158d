import { type Command, InvalidArgumentError } from "commander";
import { colours } from "../shared/colours";
import { Failure } from "../shared/failure";
import { commandLine, overStack, runProgram, type StackOptions } from "../shared/program";
import { agrees } from "../shared/question";
import { parseChoice } from "./choice";
import { databaseOf } from "./database";
import { connect, type Remote } from "./remote";
import { runScript, scriptLine, type Listener } from "./script";

const program = commandLine(
  "couchdb",
  "Backups and the password of a stack's database, by the scripts on its instance.",
).configureHelp({ showGlobalOptions: true });

/** Adds a command over one stack's database. */
function databaseCommand(name: string, description: string): Command {
  return overStack(program.command(name).description(description));
}

databaseCommand("backup", "make a backup now").action((stack: string, options: StackOptions) =>
  run(stack, options, "backup.sh", []),
);

databaseCommand("list", "print the backups that there are").action((stack: string, options: StackOptions) =>
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
  .action(async (stack: string, options: StackOptions & { at: string; overwrite?: boolean; yes?: boolean }) => {
    const asks = options.overwrite && !options.yes;
    if (asks && !process.stdin.isTTY) {
      throw new Failure("There is no terminal to ask on whether databases may make way: give --yes.", 2);
    }
    const remote = await connectTo(stack, options);
    let backup = "";
    const which = scriptLine("restore.sh", ["--at", options.at, "--which"]);
    await runScript(remote, which, { ...listener, result: (text) => void (backup = text) });
    process.stderr.write(`${backup}\n`);
    if (asks && !(await agrees(`Put ${backup} in the place of ${stack}'s databases?`))) {
      process.stdout.write("nothing was changed\n");
      return;
    }
    const args = ["--at", backup, ...(options.overwrite ? ["--overwrite"] : [])];
    await runScript(remote, scriptLine("restore.sh", args), listener);
  });

databaseCommand("drill", "restore the latest backup beside the data, and count its documents").action(
  (stack: string, options: StackOptions) => run(stack, options, "drill.sh", []),
);

databaseCommand("rotate-password", "give the administrator a new password, in CouchDB and in the secret").action(
  (stack: string, options: StackOptions) => run(stack, options, "rotate-password.sh", []),
);

async function run(stack: string, options: StackOptions, script: string, args: string[]): Promise<void> {
  await runScript(await connectTo(stack, options), scriptLine(script, args), listener);
}

async function connectTo(stack: string, { configDir }: StackOptions): Promise<Remote> {
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

runProgram(program);
