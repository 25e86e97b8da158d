import { Context } from "../../components/shared/context";
import { hostOf } from "../../components/environment/host";
import { validateEnvironment } from "../../components/environment/validation";
import type { Problem } from "../../components/shared/problems";
import { checkCouchDb } from "./couchDb";
import { checkSiblings, type Sibling } from "./crossStack";
import { configKey, decodeConfig } from "./decode";
import { environmentArgs } from "../environmentArgs";
import { parseEach, parseSettings } from "./parse";
import { checkPipelines } from "./pipelines";
import { checkPromotions } from "./promotions";
import { secretSettings, type SecretName, type Settings } from "./schema";
import { readableFacts } from "./serviceFacts";
import { checkServices, withoutConsequences } from "./services";
import { fileSystemSchema, serviceSchema } from "./serviceSchema";

/** A stack's configuration before the check. */
export interface RawStack {
  /** Name of the stack, and of its environment. */
  stack: string;
  /** Whole configuration, by key, e.g. `slipway:owner`. */
  config: Record<string, unknown>;
  /** Keys whose values are encrypted. */
  secretKeys: string[];
  /** The stacks beside it. */
  siblings: Sibling[];
}

/** A stack whose settings are right. */
export interface Stack {
  settings: Settings;
  context: Context;
  /** The secrets that are set. */
  secrets: SecretName[];
  /** The stacks beside it. */
  siblings: Sibling[];
}

/** Thrown with every problem of a stack's settings at once. */
export class SettingsError extends Error {
  constructor(
    stack: string,
    readonly problems: Problem[],
  ) {
    const lines = problems.map(({ path, reason }) => `  ${path === "region" ? "aws:region" : path}: ${reason}`);
    super(
      `the settings of stack "${stack}" have ${problems.length} problem${problems.length === 1 ? "" : "s"}:\n${lines.join("\n")}`,
    );
    this.name = "SettingsError";
  }
}

/**
 * Checks everything about a stack's settings: shape, relations, secrets, and the stacks beside it.
 *
 * @throws SettingsError with all problems
 */
export function resolveStack({ stack, config, secretKeys, siblings }: RawStack): Stack {
  const raw = decodeConfig(config);
  const secretNames = Object.keys(secretSettings) as SecretName[];
  const secrets = secretNames.filter((name) => name in raw);
  const problems = checkSecrets(raw, secretKeys);
  for (const name of Object.keys(raw)) {
    // Encrypted values cannot be checked before they are needed: only those that have to be secret may be.
    if (name in secretSettings || secretKeys.includes(configKey(name))) delete raw[name];
  }
  const unreadable = new Set(problems.map(({ path }) => path));
  const parsed = parseSettings(raw);
  problems.push(...parsed.problems.filter(({ path }) => !unreadable.has(path)));
  const { owner, project, stage, region, network } = parsed.settings;
  if (owner && project && stage && region) {
    const protectData = stage !== "development" && !parsed.settings.teardown;
    const context = new Context({
      owner,
      project,
      environment: stack,
      stage,
      region,
      tags: parsed.settings.tags,
      protectData,
    });
    const workload = {
      services: parseEach(serviceSchema, raw.services),
      fileSystems: parseEach(fileSystemSchema, raw.fileSystems),
    };
    const environment = { context, ...environmentArgs(parsed.settings, workload.services) };
    problems.push(...validateEnvironment(environment));
    const host = hostOf(environment);
    const unread = Object.keys(raw).filter((key) => !(key in parsed.settings));
    const wrong = parsed.problems.map(({ path }) => path);
    problems.push(...withoutConsequences(checkServices(workload, context, host), [...unread, ...wrong]));
    const promoting = { ...parsed.settings, ...workload, hasToken: secrets.includes("monitoringToken") };
    problems.push(...checkPromotions(promoting, context, host, siblings));
    const { couchDb, pipelines = [], ec2Targets = [], notifications } = parsed.settings;
    if (notifications) {
      const services = readableFacts(workload.services, parsed.settings.cluster?.instances?.instanceType);
      const pipelining = { pipelines, ec2Targets, services, notifications };
      const found = checkPipelines(pipelining, context, siblings);
      problems.push(...withoutConsequences(found, unread));
    }
    if (couchDb) problems.push(...checkCouchDb(couchDb, network, namesOf(workload.services)));
    if (network?.kind === "new") problems.push(...checkSiblings(network.cidr, siblings));
    if (problems.length === 0) return { settings: parsed.settings as Settings, context, secrets, siblings };
  }
  throw new SettingsError(stack, problems);
}

/** Names of the services; undefined where one of them could not be read. */
function namesOf(services: readonly { name?: string }[]): string[] | undefined {
  const names = services.flatMap(({ name }) => name ?? []);
  return names.length === services.length ? names : undefined;
}

function checkSecrets(raw: Record<string, unknown>, secretKeys: string[]): Problem[] {
  return Object.keys(raw).flatMap((name) => {
    const isSecret = secretKeys.includes(configKey(name));
    if (name in secretSettings === isSecret) return [];
    return isSecret
      ? [
          {
            path: name,
            reason: `is encrypted and cannot be read; only ${Object.keys(secretSettings).join(", ")} may be secret: set it again without --secret`,
          },
        ]
      : [
          {
            path: name,
            reason: `stands in clear text; set it again with: pulumi config set --secret ${configKey(name)}`,
          },
        ];
  });
}
