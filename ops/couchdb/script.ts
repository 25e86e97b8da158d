import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../shared/failure";
import type { Remote } from "./remote";

/** Where the scripts are on the instance. */
const FOLDER = "/opt/slipway-couchdb";

/** The command line of a script. Arguments are quoted for the shell, whatever is in them. */
export function scriptLine(script: string, args: readonly string[]): string {
  return [`${FOLDER}/${script}`, ...args.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`)].join(" ");
}

/** Milliseconds between two looks at a script, and for how long it may wait for the instance: Session Manager may not tell. */
const TIMES = { pause: 2_000, patience: 90_000 };

/** Why a script that has ended has not done what it should. */
const PROBLEMS = {
  waiting: "the instance does not take commands, and the script will not run: look at its alarms, and at its agent",
  failed: "the script failed; what it said is above, and in the database's log group",
  "timed out": "the script took longer than Session Manager allows, and was stopped; what it had finished stays",
  cancelled: "somebody cancelled the script; what it had finished stays",
};

/** Who hears of a script. */
export interface Listener {
  /** Called now and then while it runs. */
  waiting(seconds: number): void;
  /** Its notes, when it has ended. */
  notes(text: string): void;
  /** Its result, when it has ended. */
  result(text: string): void;
}

/**
 * Runs a script on the instance and waits for its end.
 *
 * @throws Failure if the script fails, or does not run
 */
export async function runScript(remote: Remote, command: string, listener: Listener, times = TIMES): Promise<void> {
  const id = await remote.start(command);
  const began = Date.now();
  for (;;) {
    const { status, stdout, stderr } = await remote.look(id);
    const elapsed = Date.now() - began;
    if (status === "running" || (status === "waiting" && elapsed < times.patience)) {
      listener.waiting(Math.round(elapsed / 1000));
      await sleep(times.pause);
      continue;
    }
    if (stderr.trim()) listener.notes(stderr.trim());
    if (stdout.trim()) listener.result(stdout.trimEnd());
    if (status === "succeeded") return;
    throw new Failure(PROBLEMS[status]);
  }
}
