import type { DefinitionInput } from "./input";

/** Events that one look adds to an execution's history: a wait, a call and a choice. */
const EVENTS_PER_LOOK = 9;

/** Step Functions ends an execution at 25,000 events, past every failure path; the rest is for all other states. */
const MOST_EVENTS = 20_000;

const SHORTEST_SECONDS = 30;

/** Seconds between two looks at an image or a refresh: enough for the history to hold all looks of the longest promotion. */
export function pollSeconds({ timeouts, fleets }: DefinitionInput): number {
  const minutes = timeouts.image + 2 * timeouts.refresh * fleets.length;
  return Math.max(SHORTEST_SECONDS, Math.ceil((minutes * 60 * EVENTS_PER_LOOK) / MOST_EVENTS));
}
