/**
 * Something a user must put right: settings, a program or a policy pack. Printed as it is, without a stack trace;
 * a message of several problems has one per line.
 */
export class PlanProblem extends Error {
  override readonly name = "PlanProblem";
}

/** What went wrong, as text, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
