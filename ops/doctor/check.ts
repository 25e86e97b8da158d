import { Denied } from "./account";

/** What a check found. */
export interface Answer {
  result: "well" | "wrong" | "unchecked";
  /** What there is; or what is wrong; or why it could not be checked. */
  detail: string;
  /** What to do about what is wrong. */
  fix?: string;
}

export const well = (detail: string): Answer => ({ result: "well", detail });
export const wrong = (detail: string, fix: string): Answer => ({ result: "wrong", detail, fix });
export const unchecked = (detail: string): Answer => ({ result: "unchecked", detail });

/** One thing that a stack needs. */
export interface Check {
  /** What it is about, e.g. `network`. */
  group: string;
  /** The thing, e.g. `VPC vpc-4d4bec2b`. */
  subject: string;
  look: () => Promise<Answer>;
}

/** A check, and what it found. */
export interface Finding extends Answer {
  group: string;
  subject: string;
}

/** Makes all checks at once. One that may not ask, or gets no answer, says so; the others go on. */
export function examine(checks: readonly Check[]): Promise<Finding[]> {
  return Promise.all(
    checks.map(async ({ group, subject, look }) => ({ group, subject, ...(await look().catch(noAnswer)) })),
  );
}

function noAnswer(error: unknown): Answer {
  if (error instanceof Denied) return unchecked(`could not check: needs ${error.action}`);
  // Errors of the SDK carry what AWS answered, or that nobody did.
  if (error instanceof Error && "$metadata" in error)
    return unchecked(`could not check: ${(error.message || error.name).split("\n")[0]}`);
  throw error;
}
