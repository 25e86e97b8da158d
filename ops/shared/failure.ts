/** A failure that the user can act on: printed as it is, without a stack trace. */
export class Failure extends Error {
  /** @param exitCode 1: what was asked for failed; 2: it was asked for wrongly. */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}
