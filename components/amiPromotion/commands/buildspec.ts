import type { CommandsArgs } from "../commandsArgs";

/** Steps that the project can run, by the names of their scripts. */
export type Step = "database-script" | "database" | "setup-packages" | "tests";

/** A variable of a CodeBuild project. */
interface Variable {
  name: string;
  value: string;
  type: "PLAINTEXT" | "SECRETS_MANAGER";
}

/**
 * What CodeBuild does: one script, which finds the steps in `STEPS`. JSON is YAML, which CodeBuild reads. The report of the
 * tests is for a run that writes it alone: CodeBuild may fail one that does not.
 */
export function buildspec(report?: string): string {
  return JSON.stringify({
    version: 0.2,
    env: { shell: "bash" },
    phases: { build: { commands: ["bash scripts/run.sh"] } },
    ...(report !== undefined && {
      reports: { tests: { "base-directory": "workspace", files: [report], "file-format": "JUNITXML" } },
    }),
  });
}

/** The commands and their data as the scripts read them. Secrets are read by CodeBuild when a run starts. */
export function variablesOf({ url, database, setupPackages, tests, secrets = {} }: CommandsArgs): Variable[] {
  const plain: Record<string, string | undefined> = {
    URL: url,
    DATABASE_COMMAND: database?.update,
    DATABASE_SCRIPT_COMMAND: database?.script,
    TESTS_COMMAND: tests?.command,
    TESTS_REPORT: tests?.report,
    ...(setupPackages && {
      SETUP_PACKAGES: JSON.stringify(setupPackages.paths),
      SETUP_TIMEOUT_SECONDS: String(setupPackages.timeoutSeconds ?? 60),
      SETUP_EXPECTED_TEXT: setupPackages.expectedText,
    }),
  };
  const secret: Record<string, string> = {
    ...(setupPackages && {
      SETUP_USERNAME: `${setupPackages.credentials}:username`,
      SETUP_PASSWORD: `${setupPackages.credentials}:password`,
    }),
    ...secrets,
  };
  return [
    ...Object.entries(plain).flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, value, type: "PLAINTEXT" as const }],
    ),
    ...Object.entries(secret).map(([name, value]) => ({ name, value, type: "SECRETS_MANAGER" as const })),
  ];
}

/** The steps that the arguments have commands for, in the order in which they run after a deployment to the release box. */
export function stepsOf({ database, setupPackages, tests }: CommandsArgs): Step[] {
  return [
    ...(database ? ["database" as const] : []),
    ...(setupPackages ? ["setup-packages" as const] : []),
    ...(tests ? ["tests" as const] : []),
  ];
}
