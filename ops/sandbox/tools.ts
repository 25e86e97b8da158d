import { Failure } from "../shared/failure";
import { run } from "../shared/run";
import { PULUMI, toolProblem, type Tool, type ToolRunner } from "../shared/tools";

/** moto, the emulator, runs on no older Python. */
const PYTHON: Tool = {
  name: "python3",
  versionArgs: ["--version"],
  minimum: "3.10",
  fix: "install Python with its venv module: https://www.python.org/downloads/ (Debian, Ubuntu: apt install python3-venv)",
};

/**
 * Checks that `pulumi` and `python3` are on PATH and new enough.
 *
 * @throws Failure naming everything that is missing, and how to get it
 */
export async function requireTools(runner: ToolRunner = run): Promise<void> {
  const checked = await Promise.all(
    [PULUMI, PYTHON].map(async (tool) => {
      const problem = await toolProblem(tool, runner);
      return problem === undefined ? [] : [`  ${tool.name}: ${problem}; ${tool.fix}`];
    }),
  );
  const problems = checked.flat();
  if (problems.length > 0)
    throw new Failure(["The sandbox needs tools that are missing here:", ...problems].join("\n"));
}
