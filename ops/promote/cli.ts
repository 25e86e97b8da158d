import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { commandLine, overStack, runProgram, type StackOptions } from "../shared/program";
import type { PromotionAccount } from "./account";
import { AwsAccount } from "./awsAccount";
import { approve, reject, rollBack, start, status, type Request } from "./commands";
import { follow } from "./follow";
import { targetOf, type Target } from "./target";

/** Seconds between two looks at an execution. */
const LOOK_SECONDS = 5;

/** Exit code after an interrupt, as shells have it: the promotion has neither succeeded nor failed. */
const INTERRUPTED = 130;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const program = commandLine("promote", "Promotes an image to the environment of a stack, with no downtime.");

/** Adds a command over one stack with a promotion. */
function stackCommand(name: string, description: string, options: { isDefault?: boolean } = {}): Command {
  return overStack(program.command(name, options).description(description));
}

async function over(
  stack: string,
  { configDir }: StackOptions,
  action: (target: Target, account: PromotionAccount) => Promise<unknown>,
) {
  const target = targetOf(stack, configDir);
  await action(target, new AwsAccount(target));
}

/** Follows an execution to its end. An interrupt ends the following, not the promotion. */
async function followHere({ stack }: Target, account: PromotionAccount, arn: string): Promise<void> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  print(`started ${arn}`);
  const pause = () => sleep(LOOK_SECONDS * 1000, undefined, { signal: stop.signal }).catch(() => undefined);
  const isOver = await follow(account, arn, { print, pause, isStopped: () => stop.signal.aborted });
  if (isOver) return print(`promoted ${stack}`);
  print(`the promotion goes on without this command; look at it with: npm run promote -- status ${stack}`);
  process.exit(INTERRUPTED);
}

stackCommand("run", "promote the source's image (the default command)", { isDefault: true })
  .option(
    "--ami <id>",
    "promote this image instead, of the stack's region; with source.copy, of its source's region and account",
  )
  .option("--new-image", "image the release box although there is an image of its release")
  .option("--review-database", "wait for approval of the database script")
  .action((stack: string, options: StackOptions & Request) =>
    over(stack, options, async (target, account) => followHere(target, account, await start(target, account, options))),
  );

stackCommand("rollback", "go back to the image before; the database stays as it is").action(
  (stack: string, options: StackOptions) =>
    over(stack, options, async (target, account) => followHere(target, account, await rollBack(target, account))),
);

stackCommand("approve", "approve the database script that waits for a review").action(
  (stack: string, options: StackOptions) =>
    over(stack, options, async (target, account) => print(await approve(target, account))),
);

stackCommand("reject", "reject the database script: the promotion stops without a change")
  .requiredOption("--reason <text>", "why; part of the message to the team")
  .action((stack: string, options: StackOptions & { reason: string }) =>
    over(stack, options, async (target, account) => print(await reject(target, account, options.reason))),
  );

stackCommand("status", "show images, fleets, reviews and the last promotions").action(
  (stack: string, options: StackOptions) =>
    over(stack, options, async (target, account) => (await status(target, account)).forEach(print)),
);

runProgram(program);
