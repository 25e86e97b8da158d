import { version as sdkVersion } from "@pulumi/pulumi/package.json";
import type { Finished } from "./run";

/** A program that a command runs. */
export interface Tool {
  name: string;
  /** Arguments with which it prints its version. */
  versionArgs: readonly string[];
  /** The oldest version that will do. */
  minimum: string;
  /** How to get it. */
  fix: string;
}

/** Runs a command to its end. */
export type ToolRunner = (command: string, args: readonly string[]) => Promise<Finished>;

/** Not older than the SDK that the program uses: that may ask for what an older engine lacks. */
export const PULUMI: Tool = {
  name: "pulumi",
  versionArgs: ["version"],
  minimum: sdkVersion,
  fix: "install it: https://www.pulumi.com/docs/install/",
};

/** Why a tool cannot be used; undefined if it can. */
export async function toolProblem(
  { name, versionArgs, minimum }: Tool,
  runner: ToolRunner,
): Promise<string | undefined> {
  const { code, stdout, stderr } = await runner(name, versionArgs);
  const version = /\d+\.\d+(\.\d+)?/.exec(stdout)?.[0];
  if (code === 127) return `not found on PATH (needs ${minimum} or newer)`;
  if (code !== 0 || !version) return `does not run (${stderr.trim() || "no version"})`;
  return isOlder(version, minimum) ? `${version} is too old (needs ${minimum} or newer)` : undefined;
}

/** Whether a version comes before another one. */
function isOlder(version: string, minimum: string): boolean {
  const [have, need] = [version, minimum].map((text) => text.split(".").map(Number));
  const at = need!.findIndex((part, index) => (have![index] ?? 0) !== part);
  return at >= 0 && (have![at] ?? 0) < need![at]!;
}
