/** A review of a database script that waits for a word. */
export interface Review {
  token: string;
  /** Key of the script in the commands' bucket. */
  script: string;
  execution: string;
}

/** What the promotions of a stack have written down. */
export interface PromotionRecord {
  review?: Review;
  /** When the last promotion that succeeded did, in ISO 8601. */
  promotedAt?: string;
  /** The step that the last promotion failed at; undefined after a success. */
  failedStep?: string;
}

/** Reads the item of the state machine's table. */
export function recordOf(item: Record<string, { S?: string | undefined }> = {}): PromotionRecord {
  const { reviewToken, reviewScript, reviewExecution, promotedAt, failedStep } = item;
  const [token, script, execution] = [reviewToken?.S, reviewScript?.S, reviewExecution?.S];
  return {
    ...(token && script && execution && { review: { token, script, execution } }),
    ...(promotedAt?.S && { promotedAt: promotedAt.S }),
    ...(failedStep?.S && { failedStep: failedStep.S }),
  };
}
