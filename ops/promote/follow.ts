import { Failure } from "../shared/failure";
import { describeFleet } from "./commands";
import type { Execution, PromotionAccount } from "./account";

/** How an execution is followed. */
export interface Following {
  print: (line: string) => void;
  /** Waits before the next look. */
  pause: () => Promise<void>;
  /** Whether somebody has lost patience. */
  isStopped: () => boolean;
}

/** States that only look, wait or decide: no step for a reader. */
const INCIDENTAL =
  /^(Begin|Allow|Is|Are|Can|Does|Has|Was|Which|Wait for the (refresh|return)|Look at the (image|refresh|last|version))\b|^(Take the source's|The )/;

/** Looks in a row that may fail, for want of a network or of credentials: a minute's worth. */
const MOST_FAILURES = 12;

/**
 * Prints each step of an execution as it begins, and the fleets while their instances are replaced, until the end.
 *
 * @returns false if it was stopped, or could not look any more, before the end
 * @throws Failure if the promotion failed, with the step and the cause
 */
export async function follow(
  account: PromotionAccount,
  arn: string,
  { print, pause, isStopped }: Following,
): Promise<boolean> {
  const seen = new Set<string>();
  const printed = new Map<string, string>();
  const look = async (): Promise<Execution> => {
    const execution = await account.execution(arn);
    for (const step of await account.steps(arn)) {
      if (!seen.has(step) && !INCIDENTAL.test(step)) print(step);
      seen.add(step);
    }
    if (!seen.has("Start the refresh")) return execution;
    for (const fleet of await account.fleets()) {
      const line = describeFleet(fleet);
      if (printed.get(fleet.group) !== line) print(line);
      printed.set(fleet.group, line);
    }
    return execution;
  };
  for (let failures = 0; ;) {
    let execution: Execution | undefined;
    try {
      execution = await look();
      failures = 0;
    } catch (error) {
      // The promotion runs in AWS: that nobody can look says nothing about it.
      failures++;
      if (failures >= MOST_FAILURES) {
        print(`cannot look at it any more: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      }
    }
    if (execution?.status === "SUCCEEDED") return true;
    if (execution && execution.status !== "RUNNING") {
      const reason = execution.cause ?? execution.error ?? "see the build topic's message";
      throw new Failure(`the promotion ${execution.status.toLowerCase().replace("_", " ")}: ${reason}`);
    }
    if (isStopped()) return false;
    await pause();
  }
}
