import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { Stage } from "../../components/shared/context";
import type { Sibling } from "./crossStack";
import { decodeConfig } from "./decode";
import { parseEach } from "./parse";
import { settingsSchema } from "./schema";
import { readableFacts } from "./serviceFacts";
import { serviceSchema } from "./serviceSchema";

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
    .map((stack) => ({ stack, ...readSibling(path.join(directory, `Pulumi.${stack}.yaml`)) }));
}

/** Settings as they may stand in a file that has not been checked. */
interface Raw {
  region?: unknown;
  stage?: unknown;
  services?: unknown;
  cluster?: { instances?: { instanceType?: unknown } };
  network?: { cidr?: unknown };
  releaseBox?: unknown;
  promotion?: { source?: { stack?: unknown } };
}

function readSibling(file: string): Omit<Sibling, "stack"> {
  try {
    const { config } = parse(readFileSync(file, "utf8")) as { config?: Record<string, unknown> };
    const { region, stage, services, cluster, network, releaseBox, promotion } = decodeConfig(config ?? {}) as Raw;
    const cidr = network?.cidr;
    const type = cluster?.instances?.instanceType;
    const instanceType = typeof type === "string" ? type : undefined;
    const from = promotion?.source?.stack;
    return {
      ...(typeof cidr === "string" && { cidr }),
      ...(typeof region === "string" && { region }),
      ...(isStage(stage) && { stage }),
      ...(services !== undefined && { services: readableFacts(parseEach(serviceSchema, services), instanceType) }),
      ...(releaseBox !== undefined && { releases: { kind: "releaseBox" } }),
      ...(typeof from === "string" && { releases: { kind: "environment", from } }),
    };
  } catch {
    return {};
  }
}

function isStage(value: unknown): value is Stage {
  return settingsSchema.shape.stage.safeParse(value).success;
}
