import { Failure } from "../shared/failure";
import { describeFleet } from "./commands";
import type { PromotionAccount } from "./account";

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

/**
 * Prints each step of an execution as it begins, and the fleets while their instances are replaced, until the end.
 *
 * @returns false if it was stopped before the end
 * @throws Failure if the promotion failed, with the step and the cause
 */
export async function follow(
  account: PromotionAccount,
  arn: string,
  { print, pause, isStopped }: Following,
): Promise<boolean> {
  const seen = new Set<string>();
  const printed = new Map<string, string>();
  for (;;) {
    const execution = await account.execution(arn);
    const steps = await account.steps(arn);
    for (const step of steps) {
      if (!seen.has(step) && !INCIDENTAL.test(step)) print(step);
      seen.add(step);
    }
    if (seen.has("Start the refresh")) {
      for (const fleet of await account.fleets()) {
        const line = describeFleet(fleet);
        if (printed.get(fleet.group) !== line) print(line);
        printed.set(fleet.group, line);
      }
    }
    if (execution.status === "SUCCEEDED") return true;
    if (execution.status !== "RUNNING") {
      throw new Failure(
        `the promotion ${execution.status.toLowerCase().replace("_", " ")}: ${execution.cause ?? execution.error ?? "see the build topic's message"}`,
      );
    }
    if (isStopped()) return false;
    await pause();
  }
}
