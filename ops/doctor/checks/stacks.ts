import type { Prerequisites } from "../../../stacks/prerequisites";
import type { StackOutputs } from "../../shared/outputs";
import { unchecked, well, wrong, type Answer, type Check } from "../check";

/** Reads the outputs of a stack; undefined if there is no such stack. */
export type OutputReader = (stack: string) => Promise<StackOutputs | undefined>;

/** Stacks whose outputs this one reads: those before it in a chain of promotions, those that its pipelines deploy to. */
export function stackChecks(outputsOf: OutputReader, { stacks }: Prerequisites): Check[] {
  return stacks.map(({ name, outputs }) => ({
    group: "stacks",
    subject: `stack ${name}`,
    async look(): Promise<Answer> {
      const found = await outputsOf(name);
      if (found && "reason" in found) return unchecked(`could not check: ${found.reason}`);
      const output = outputs.find((one) => found && one in found.outputs);
      if (output !== undefined) return well(`has the output ${output}`);
      const detail = found ? `has no output ${outputs.join(" or ")}` : "does not exist in the backend of pulumi login";
      return wrong(detail, `build it first: npm run up -- ${name}`);
    },
  }));
}
