import { PlanProblem } from "./problem";
import { pulumi } from "./sdk";
import { formatSource, sourceOfStack } from "./source";

/**
 * What a user reads of an error that a program threw. Errors that are made for users are their message alone;
 * an unexpected one also names the line of the program, never a stack.
 */
export function describeProgramError(error: unknown, root: string): string {
  if (!(error instanceof Error)) return `the program threw ${String(error)}`;
  // The SDK's type guards narrow too much: their classes look alike to the compiler.
  const is = (kind: { isInstance(value: unknown): boolean }) => kind.isInstance(error);
  if (error instanceof PlanProblem || is(pulumi.RunError)) return error.message;
  if (is(pulumi.InputPropertiesError)) {
    const { message, errors = [] } = error as pulumi.InputPropertiesError;
    return [message, ...errors.map(({ propertyPath, reason }) => `  ${propertyPath}: ${reason}`)].join("\n");
  }
  if (is(pulumi.InputPropertyError)) {
    const { propertyPath, reason } = error as pulumi.InputPropertyError;
    return `${propertyPath}: ${reason}`;
  }
  if (is(pulumi.ResourceError) && (error as pulumi.ResourceError).hideStack) return error.message;
  const source = sourceOfStack(root, error.stack ?? "");
  const [message] = error.message.split("\nRequire stack:");
  return `${source ? `${formatSource(source)}: ` : ""}${error.name}: ${message}`;
}
