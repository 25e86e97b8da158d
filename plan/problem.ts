import { getSystemErrorMap } from "node:util";

/**
 * Something a user must put right: settings, a program or a policy pack. Printed as it is, without a stack trace;
 * a message of several problems has one per line.
 */
export class PlanProblem extends Error {
  override readonly name = "PlanProblem";
}

/** The command line names what is not there, or what cannot be asked. */
export class WrongUsage extends PlanProblem {}

/** Why the system refused to read or write, e.g. "no such file or directory"; any other error's own message. */
export function systemReason(error: unknown): string {
  const { errno } = error as NodeJS.ErrnoException;
  return (errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]) ?? messageOf(error);
}

/** What went wrong, as text, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
