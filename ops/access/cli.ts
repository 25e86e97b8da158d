import { spawn } from "node:child_process";
import { InvalidArgumentError } from "commander";
import { MANAGED_BY } from "../../components/shared/tags";
import { colours } from "../shared/colours";
import { Failure } from "../shared/failure";
import { commandLine, overStack, runProgram, type StackOptions } from "../shared/program";
import { ask } from "../shared/question";
import { run } from "../shared/run";
import { readStack } from "../shared/settings";
import { toolProblem } from "../shared/tools";
import { AwsAccount } from "./awsAccount";
import { choose, SESSION_TOOLS, sessionArgs } from "./session";

interface Options extends StackOptions {
  port?: number;
  localPort?: number;
}

const note = (line: string): void => void process.stderr.write(`${line}\n`);

const program = overStack(
  commandLine(
    "access",
    "Opens a shell on an instance or in a container of a stack, or brings a port of an instance here.",
  ),
)
  .argument("[place]", "part of its name, or its id; asks where several are meant")
  .option("--port <port>", "bring this port of an instance to this machine, e.g. 5984", parsePort)
  .option("--local-port <port>", "port on this machine; the same one when left out", parsePort)
  .action(async (stack: string, wanted: string | undefined, { configDir, port, localPort }: Options) => {
    const { context } = readStack(stack, configDir);
    const { owner: Owner, project: Project, environment: Environment, region } = context;
    const tags = { Owner, Project, Environment, ManagedBy: MANAGED_BY };
    await requireTools();
    const places = await new AwsAccount({ region, cluster: `${context.prefix}-cluster`, tags }).places();
    const fitting = port === undefined ? places : places.filter(({ kind }) => kind === "instance");
    const place = await choose(fitting, wanted, async (lines) => {
      lines.forEach(note);
      return ask("Which one?", "more of its name, or its id");
    });
    const args = sessionArgs(place, { region, port, localPort });
    note(colours.dim(`aws ${args.join(" ")}`));
    process.exitCode = await interactive("aws", args);
  });

/** @throws Failure naming every tool that is missing, and how to get it */
async function requireTools(): Promise<void> {
  const problems = await Promise.all(
    SESSION_TOOLS.map(async (tool) => ({ ...tool, problem: await toolProblem(tool, run) })),
  );
  const missing = problems.filter(({ problem }) => problem !== undefined);
  if (missing.length === 0) return;
  throw new Failure(missing.map(({ name, problem, fix }) => `${name}: ${problem}; ${fix}`).join("\n"));
}

/** Runs a command that talks with the user; an interrupt is its own. Answers with its exit code, 1 for any failure. */
function interactive(command: string, args: readonly string[]): Promise<number> {
  return new Promise((done, fail) => {
    process.on("SIGINT", () => undefined);
    spawn(command, args, { stdio: "inherit" })
      .on("error", fail)
      .on("close", (code) => done(code === 0 ? 0 : 1));
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new InvalidArgumentError("Give a port, 1 to 65535.");
  return port;
}

runProgram(program);
