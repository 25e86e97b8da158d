/** An error by the name that Step Functions gives it. */
export class StepError extends Error {
  constructor(
    readonly error: string,
    readonly reason: string,
  ) {
    super(`${error}: ${reason}`);
  }
}

/** Whether a retrier or a catcher is about this error. `States.ALL` is about all but what no state can handle. */
export function matches(names: string[], { error }: StepError): boolean {
  if (names.includes(error)) return true;
  if (names.includes("States.TaskFailed") && error !== "States.Timeout") return true;
  return names.includes("States.ALL") && !["States.DataLimitExceeded", "States.Runtime"].includes(error);
}
