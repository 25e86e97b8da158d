import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../sandbox/failure";
import type { Remote } from "./remote";

/** Where the scripts are on the instance. */
const FOLDER = "/opt/slipway-couchdb";

/** The command line of a script. Arguments are quoted for the shell, whatever is in them. */
export function commandLine(script: string, args: readonly string[]): string {
  return [`${FOLDER}/${script}`, ...args.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`)].join(" ");
}

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
 * @param pauseMs time between two looks at it
 * @throws Failure if the script fails
 */
export async function runScript(remote: Remote, command: string, listener: Listener, pauseMs = 2_000): Promise<void> {
  const id = await remote.start(command);
  const began = Date.now();
  for (;;) {
    const { status, stdout, stderr } = await remote.look(id);
    if (status === "running") {
      listener.waiting(Math.round((Date.now() - began) / 1000));
      await sleep(pauseMs);
      continue;
    }
    if (stderr.trim()) listener.notes(stderr.trim());
    if (stdout.trim()) listener.result(stdout.trim());
    if (status === "succeeded") return;
    throw new Failure("the script failed; what it said is above, and in the database's log group");
  }
}
