import { type Command, InvalidArgumentError } from "commander";
import { colours } from "../shared/colours";
import { commandLine, overStack, runProgram, type StackOptions } from "../shared/program";
import { agrees } from "../shared/question";
import { databaseOf } from "./database";
import { connect } from "./remote";
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
  .requiredOption("--at <time>", "the last backup that started by this time, e.g. 2026-11-21T02:00Z", parseTime)
  .option("--overwrite", "needed where there are databases: they make way")
  .option("--yes", "do not ask before databases make way")
  .action(async (stack: string, options: StackOptions & { at: string; overwrite?: boolean; yes?: boolean }) => {
    if (options.overwrite && !options.yes && !(await agrees(`Put the backup in the place of ${stack}'s databases?`))) {
      process.stdout.write("nothing was changed\n");
      return;
    }
    await run(stack, options, "restore.sh", ["--at", options.at, ...(options.overwrite ? ["--overwrite"] : [])]);
  });

databaseCommand("drill", "restore the latest backup beside the data, and count its documents").action(
  (stack: string, options: StackOptions) => run(stack, options, "drill.sh", []),
);

databaseCommand("rotate-password", "give the administrator a new password, in CouchDB and in the secret").action(
  (stack: string, options: StackOptions) => run(stack, options, "rotate-password.sh", []),
);

async function run(stack: string, { configDir }: StackOptions, script: string, args: string[]): Promise<void> {
  const database = databaseOf(stack, configDir);
  process.stderr.write(colours.dim(`${script} on ${database.instanceName}, ${database.region}\n`));
  await runScript(await connect(database), scriptLine(script, args), listener);
}

const listener: Listener = {
  waiting(seconds) {
    if (process.stderr.isTTY) process.stderr.write(`\r${colours.dim(`under way for ${seconds} s`)} `);
  },
  notes: (text) => void process.stderr.write(`${process.stderr.isTTY ? "\r" : ""}${colours.dim(text)}\n`),
  result: (text) => void process.stdout.write(`${text}\n`),
};

/** A time as the instance's script takes it, in UTC whatever this machine's zone is. */
function parseTime(text: string): string {
  const time = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError("Give a time such as 2026-11-21T02:00Z.");
  }
  return time.toISOString();
}

runProgram(program);
