import { engines } from "../../../package.json";
import { PULUMI, toolProblem, type Tool, type ToolRunner } from "../../shared/tools";
import { well, wrong, type Check } from "../check";

const NODE: Tool = {
  name: "node",
  versionArgs: ["--version"],
  minimum: engines.node.replace(">=", ""),
  fix: "install it: https://nodejs.org/en/download",
};

/** The programs that build a stack. */
export function toolChecks(runner: ToolRunner): Check[] {
  return [NODE, PULUMI].map((tool) => ({
    group: "tools",
    subject: tool.name,
    async look() {
      const problem = await toolProblem(tool, runner);
      return problem === undefined ? well(`${tool.minimum} or newer`) : wrong(problem, tool.fix);
    },
  }));
}
