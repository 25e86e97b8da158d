import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { decodeConfig } from "./decode";
import type { Sibling } from "./crossStack";

const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;

/** Names of the stacks that have a file in `directory`. */
export function stacksIn(directory: string): string[] {
  return readdirSync(directory)
    .map((file) => STACK_FILE.exec(file)?.[1])
    .filter((stack) => stack !== undefined)
    .sort();
}

/** The other stacks of `directory`. A file that cannot be read is that stack's problem, reported when it is used. */
export function readSiblings(directory: string, ownStack: string): Sibling[] {
  return stacksIn(directory)
    .filter((stack) => stack !== ownStack)
    .map((stack) => ({ stack, cidr: cidrOf(path.join(directory, `Pulumi.${stack}.yaml`)) }));
}

function cidrOf(file: string): string | undefined {
  try {
    const { config } = parse(readFileSync(file, "utf8")) as { config?: Record<string, unknown> };
    const network = decodeConfig(config ?? {}).network as { cidr?: unknown } | undefined;
    return typeof network?.cidr === "string" ? network.cidr : undefined;
  } catch {
    return undefined;
  }
}
