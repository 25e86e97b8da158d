import { resolve } from "node:path";
import { runningEmulator } from "../../../ops/sandbox/emulator";
import { projectRoot } from "../../../ops/shared/projectRoot";
import { readProject } from "../../../plan/project";
import { readStackConfig } from "../../../plan/stackConfig";
import { resolveStack, type Stack } from "../../../stacks/settings/resolve";
import { readSiblings } from "../../../stacks/settings/siblings";
import { atATime } from "./atATime";
import { fillLogBucket } from "./logBucket";
import { readBack, type Facts, type Outputs } from "./readBack";
import { sandbox, type Ended } from "./sandbox";

/** A stack to take through its life. */
export interface StackCase {
  readonly configDir: string;
  readonly name: string;
  /** Stacks of the same folder whose outputs it reads. */
  readonly reads?: readonly string[];
}

/** What a stack waits for, and what happens between its building and its end. */
export interface Between {
  /** Ends when the stacks whose outputs it reads are up. */
  readonly ready: Promise<unknown>;
  /** Something that is done with the stack. */
  readonly use?: () => Promise<unknown>;
  /** Ends when nobody reads the stack's outputs any more. */
  readonly unread: () => Promise<unknown>;
}

/** The whole life of one stack; each step begins when the one before it has ended, however it ended. */
export interface LifeCycle {
  /** `examples/twig staging`. */
  readonly title: string;
  readonly stack: Stack;
  readonly up: Promise<Ended>;
  /** What is in the account while the stack is up. */
  readonly facts: Promise<Facts>;
  /** Puts versions and a delete marker into the bucket of the access logs, as a life in use would. */
  readonly filled: Promise<void>;
  readonly refresh: Promise<Ended>;
  /** After the refresh, which finds nothing: it stands for one before it as well. */
  readonly secondPreview: Promise<Ended>;
  /** A plain destroy; ends a stack without protection. */
  readonly destroy: Promise<Ended>;
  /** The destroy that releases data; undefined for a stack without protection. */
  readonly release: Promise<Ended | undefined>;
}

/** The checked settings of a stack. */
export function settingsOf(configDir: string, name: string): Stack {
  const { values, secretKeys } = readStackConfig(readProject(projectRoot), resolve(configDir), name);
  return resolveStack({ stack: name, config: values, secretKeys, siblings: readSiblings(configDir, name) });
}

/** As many commands as two cores can feed while others wait for load balancers and certificates; each takes about a gigabyte. */
const inTurn = atATime(6);

/** Starts a life cycle when what the stack reads is there. */
export function startLifeCycle({ configDir, name }: StackCase, { ready, use, unread }: Between): LifeCycle {
  const stack = settingsOf(configDir, name);
  const step = (command: string, ...flags: string[]) =>
    inTurn(() => sandbox([command, name, "--config-dir", configDir, ...flags]));
  const up = ready.then(() => step("up", "--yes", "--skip-preview"));
  const facts = up.then(async () => {
    const outputs = JSON.parse((await step("outputs")).output) as Outputs;
    const { port } = (await runningEmulator())!;
    return readBack(port, stack.settings.region, outputs, stack.context.prefix);
  });
  const filled = facts.then(async ({ outputs }) => {
    const { port } = (await runningEmulator())!;
    await fillLogBucket(port, stack.settings.region, outputs.loadBalancerArn);
  });
  const refresh = filled.catch(() => undefined).then(() => step("refresh", "--expect-no-changes"));
  const secondPreview = refresh.then(() => step("preview", "--expect-no-changes"));
  const used = secondPreview.then(() => Promise.all([use?.(), unread()]));
  const destroy = used.catch(() => undefined).then(() => step("destroy", "--yes"));
  const release = destroy.then(() =>
    stack.context.protectData ? step("destroy", "--yes", "--release-data") : undefined,
  );
  const title = configDir === "." ? name : `${configDir} ${name}`;
  return { title, stack, up, facts, filled, refresh, secondPreview, destroy, release };
}
