import * as pulumi from "@pulumi/pulumi";

/** One thing wrong with arguments or settings: where, and what is given, allowed and to be done. */
export interface Problem {
  /** Path of the property, e.g. `network.subnets.application`. */
  path: string;
  /** What was given, what is allowed, the fix; lower case, no full stop. */
  reason: string;
}

/** Collects every problem of a set of arguments, so that a user sees all of them at once. */
export class Problems {
  readonly all: Problem[] = [];

  add(path: string, reason: string): void {
    this.all.push({ path, reason });
  }

  /** Adds `reason` unless `condition` holds. */
  require(condition: boolean, path: string, reason: string): void {
    if (!condition) this.add(path, reason);
  }

  /** Adds every value of the list at `path` that stands there before. */
  unique(values: readonly (string | number)[], path: string): void {
    for (const [i, value] of values.entries()) {
      this.require(values.indexOf(value) === i, `${path}[${i}]`, `${JSON.stringify(value)} is listed twice`);
    }
  }
}

/**
 * Ends the construction of a component whose arguments have problems, before any resource exists.
 *
 * @throws pulumi.InputPropertiesError with every problem
 */
export function refuseInvalid(component: string, problems: Problem[]): void {
  if (problems.length === 0) return;
  throw new pulumi.InputPropertiesError({
    message: `${component}: invalid arguments`,
    errors: problems.map(({ path, reason }) => ({ propertyPath: path, reason })),
  });
}
