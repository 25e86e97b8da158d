import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import type * as aws from "../../shared/aws";
import type { Context } from "../../shared/context";
import type { Scope } from "../../shared/scope";
import type { AmiPromotionArgs } from "../args";
import type { Commands } from "../commands";
import type { CommandsArgs } from "../commandsArgs";
import type { Fleet } from "../fleet";
import type { Monitoring } from "../monitoring";
import type { EnvironmentSource, Source } from "../source";
import { TIMEOUTS } from "../timeouts";
import { promotionDefinition } from "./definition";
import type { CommandsInput, ImageParameters, RefreshInput, SourceInput } from "./input";
import { PROMOTED_BY } from "./prune";

/** The resources that the definition names. */
export interface DefinitionParts {
  account: Account;
  fleets: Fleet[];
  commands?: Commands;
  monitoring?: Monitoring;
  /** Name of the table. */
  table: string;
  parameters: ImageParameters;
  copyKey?: aws.kms.Key;
}

/** Whether the source is in the region of the state machine, which can look nowhere else. */
export const isHere = ({ region }: Scope, source: EnvironmentSource): boolean => (source.region ?? region) === region;

/** Whether images are copied before they are used. */
export const copiesImages = (scope: Scope, source: Source): boolean =>
  source.kind === "environment" && (source.copy === true || !isHere(scope, source));

/** The state machine's definition as text, once everything that it names is known. */
export function resolveDefinition(scope: Scope, args: AmiPromotionArgs, parts: DefinitionParts): pulumi.Output<string> {
  const { fleets, commands, monitoring, parameters, table } = parts;
  const { context } = scope;
  const plain = {
    environment: context.environment,
    prefix: context.prefix,
    table,
    parameters,
    imageTags: imageTags(context),
    timeouts: { ...TIMEOUTS, ...args.timeouts },
    shareWith: args.sharing?.accounts ?? [],
    keepImages: args.keepImages ?? 3,
  };
  const known = pulumi.output({
    partition: parts.account.partition,
    topicArn: args.environment.topics.build.arn,
    source: sourceInput(scope, args.source, parts.copyKey?.arn),
    templateIds: fleets.map(({ template }) => template.id),
    alarms: fleets.flatMap(({ refreshAlarms }) => refreshAlarms),
    project: commands?.project.name ?? "",
    bucket: commands?.bucket.id ?? "",
    connectionArn: monitoring?.connectionArn ?? "",
  });
  return known.apply(({ partition, topicArn, source, templateIds, alarms, project, bucket, connectionArn }) =>
    JSON.stringify(
      promotionDefinition({
        ...plain,
        partition,
        topicArn,
        source,
        fleets: args.fleets.map(({ name, warmupSeconds = 120 }, i) => {
          return { name, group: fleets[i]!.groupName, templateId: templateIds[i]!, warmupSeconds };
        }),
        refresh: refreshInput(args, alarms),
        ...(args.commands && { commands: { project, bucket, ...stepsOf(args.commands) } }),
        ...(monitoring && { monitoring: { ...monitoring, connectionArn } }),
      }),
    ),
  );
}

/** The required tags and whose the images are; each image has a `Name` of its own. */
function imageTags(context: Context): Record<string, string> {
  const tags = Object.entries({ ...context.tags(""), [PROMOTED_BY]: context.prefix });
  return Object.fromEntries(tags.filter(([key]) => key !== "Name"));
}

function sourceInput(scope: Scope, source: Source, copyKeyArn?: pulumi.Output<string>): pulumi.Output<SourceInput> {
  if (source.kind === "releaseBox") {
    const { instanceId, application, deploymentGroup, withoutReboot = false } = source;
    return pulumi.all([instanceId, application, deploymentGroup]).apply(([id, app, group]): SourceInput => ({
      kind: "releaseBox",
      instanceId: id,
      application: app,
      deploymentGroup: group,
      noReboot: withoutReboot,
    }));
  }
  const { parameterName, region = scope.region } = source;
  return pulumi.all([parameterName, copyKeyArn ?? ""]).apply(([name, keyArn]): SourceInput => ({
    kind: "environment",
    parameterName: name,
    region,
    isHere: isHere(scope, source),
    ...(keyArn !== "" && { copyKeyArn: keyArn }),
  }));
}

function stepsOf({ database, setupPackages, tests }: CommandsArgs): Omit<CommandsInput, "project" | "bucket"> {
  return {
    database: database?.review ? "reviewed" : database?.script ? "reviewable" : database ? "update" : "none",
    setupPackages: setupPackages !== undefined,
    tests: tests !== undefined,
    ...(tests && { report: tests.report }),
  };
}

function refreshInput({ refresh = {} }: AmiPromotionArgs, alarms: string[]): RefreshInput {
  return {
    maxHealthyPercent: refresh.maxHealthyPercent ?? 200,
    checkpointPercents: refresh.checkpointPercents ?? [],
    checkpointMinutes: refresh.checkpointMinutes ?? 10,
    bakeMinutes: refresh.bakeMinutes ?? 0,
    alarms: [...alarms, ...(refresh.alarms ?? [])],
  };
}
