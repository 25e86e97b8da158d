/**
 * Inputs that a provider plugin older than the SDK drops, each with the unit test that looks at it instead: what the
 * emulated account never gets, no test here can read back.
 */
export const COVERED_BY_UNIT_TESTS: Readonly<Record<string, string>> = {
  "aws:ec2:Instance forceDestroy": "tests/components/couchDb/component.spec.ts",
  "aws:ecs:Service deploymentConfiguration": "tests/components/ecsService/deployments.spec.ts",
  "aws:ecs:Service loadBalancers.advancedConfiguration": "tests/components/ecsService/deployments.spec.ts",
  "aws:ecs:Service sigintRollback": "tests/components/ecsService/deployments.spec.ts",
};

/** The inputs that a command reports as dropped, e.g. `aws:ecs:Service sigintRollback`. */
export function droppedInputs(output: string): string[] {
  const section = /^recorded, not passed on .*\n((?: {2}.*\n)*)/m.exec(output)?.[1] ?? "";
  return [...section.matchAll(/^ {2}(\S+ \S+): /gm)].map((match) => match[1]!);
}
