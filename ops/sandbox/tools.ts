import { version as sdkVersion } from "@pulumi/pulumi/package.json";
import { Failure } from "./failure";
import { run, type Finished } from "./run";

/** moto, the emulator, runs on no older Python. */
const PYTHON_MINIMUM = "3.10";

type Runner = (command: string, args: readonly string[]) => Promise<Finished>;

/**
 * Checks that `pulumi` and `python3` are on PATH and new enough. The `pulumi` command must not be older than the SDK
 * that the program uses: the SDK may ask for what an older engine lacks.
 *
 * @throws Failure naming everything that is missing, and how to get it
 */
export async function requireTools(runner: Runner = run): Promise<void> {
  const [pulumi, python] = await Promise.all([runner("pulumi", ["version"]), runner("python3", ["--version"])]);
  const problems = [
    problemOf(pulumi, "pulumi", sdkVersion, "install it: https://www.pulumi.com/docs/install/"),
    problemOf(
      python,
      "python3",
      PYTHON_MINIMUM,
      "install Python with its venv module: https://www.python.org/downloads/ (Debian, Ubuntu: apt install python3-venv)",
    ),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0)
    throw new Failure(["The sandbox needs tools that are missing here:", ...problems].join("\n"));
}

function problemOf(found: Finished, tool: string, minimum: string, fix: string): string | undefined {
  const version = /\d+\.\d+(\.\d+)?/.exec(found.stdout)?.[0];
  if (found.code === 127) return `  ${tool}: not found on PATH (needs ${minimum} or newer); ${fix}`;
  if (found.code !== 0 || !version) return `  ${tool}: does not run (${found.stderr.trim() || "no version"}); ${fix}`;
  return isOlder(version, minimum) ? `  ${tool}: ${version} is too old (needs ${minimum} or newer); ${fix}` : undefined;
}

function isOlder(version: string, minimum: string): boolean {
  const [have, need] = [version, minimum].map((text) => text.split(".").map(Number));
  const at = need!.findIndex((part, index) => (have![index] ?? 0) !== part);
  return at >= 0 && (have![at] ?? 0) < need![at]!;
}
