import { projectRoot } from "../shared/projectRoot";
import type { run } from "../shared/run";

/** Names of the outputs of a stack in the backend that the Pulumi CLI is logged in to; undefined if it has no such stack. */
export async function outputsIn(
  stack: string,
  runner: typeof run,
): Promise<{ outputs: string[] } | { reason: string } | undefined> {
  const { code, stdout, stderr } = await runner("pulumi", ["stack", "output", "--json", "--stack", stack], {
    cwd: projectRoot,
    env: process.env,
  });
  if (code === 0) return { outputs: Object.keys(JSON.parse(stdout) as object) };
  if (stderr.includes("no stack named")) return undefined;
  return { reason: code === 127 ? "needs pulumi" : (stderr.trim().split("\n")[0] ?? "") };
}
