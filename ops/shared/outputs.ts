import { projectRoot } from "./projectRoot";
import type { run } from "./run";

/** What a stack gives others, secrets masked; or why that cannot be read. */
export type StackOutputs = { outputs: Record<string, unknown> } | { reason: string };

/** Outputs of a stack in the backend that the Pulumi CLI is logged in to; undefined if it has no such stack. */
export async function outputsIn(stack: string, runner: typeof run): Promise<StackOutputs | undefined> {
  const { code, stdout, stderr } = await runner("pulumi", ["stack", "output", "--json", "--stack", stack], {
    cwd: projectRoot,
    env: process.env,
  });
  if (code === 0) return { outputs: JSON.parse(stdout) as Record<string, unknown> };
  if (stderr.includes("no stack named")) return undefined;
  return { reason: code === 127 ? "needs pulumi" : (stderr.trim().split("\n")[0] ?? "") };
}
