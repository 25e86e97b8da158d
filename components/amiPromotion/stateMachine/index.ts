import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import { createAlarm } from "../../shared/alarm";
import * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import type { AmiPromotionArgs } from "../args";
import type { Commands } from "../commands";
import type { Fleet } from "../fleet";
import { createImageKey } from "../imageKey";
import type { Monitoring } from "../monitoring";
import { createPromotionKey } from "./key";
import { PROMOTION, parameterNames } from "./names";
import { copiesImages, isHere, resolveDefinition } from "./resolve";
import { createRole } from "./role";

/** The part's name. */
const PART = PROMOTION;

/** What the state machine works on. */
export interface PromotionParts {
  account: Account;
  fleets: Fleet[];
  commands?: Commands;
  monitoring?: Monitoring;
}

/** The promotion and what it remembers. */
export interface Promotion {
  stateMachine: aws.sfn.StateMachine;
  table: aws.dynamodb.Table;
  /** SSM parameter with the image that serves: the source of the next environment. */
  image: aws.ssm.Parameter;
  /** Encrypts the images of this environment. */
  imageKeyArn: pulumi.Output<string>;
}

/** The state machine that is the promotion, with its log, its lock and the parameters that it writes. */
export function createPromotion(scope: Scope, args: AmiPromotionArgs, parts: PromotionParts): Promotion {
  const { account, fleets, commands, monitoring } = parts;
  const { context, environment, source } = args;
  const name = scope.id(PART);
  // Log groups of this prefix do not add to a resource policy that has little room.
  const logGroupName = `/aws/vendedlogs/states/${name}`;
  const key = createPromotionKey(scope, PART, account, logGroupName);
  const table = new aws.dynamodb.Table(
    name,
    {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      pointInTimeRecovery: { enabled: true },
      ...scope.common(PART),
    },
    scope.stateful,
  );
  const names = parameterNames(context);
  const image = createImageParameter(scope, "image", names.current, args.initialImageId);
  createImageParameter(scope, "previous-image", names.previous, args.initialImageId);
  const copyKey = copiesImages(scope, source)
    ? createImageKey(scope, "images", account, args.sharing?.accounts ?? [])
    : undefined;
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    {
      name: logGroupName,
      retentionInDays: args.logRetentionDays ?? 30,
      kmsKeyId: key.arn,
      ...scope.common(PART),
    },
    scope.child,
  );
  const { role, policy } = createRole(scope, PART, {
    account,
    name,
    table,
    key,
    fleets,
    parameters: { names: [names.current, names.previous], path: names.path },
    topic: environment.topics.build,
    topicKey: environment.topics.key,
    source: source.kind === "environment" ? { ...source, isHere: isHere(scope, source) } : source,
    ...(copyKey && { copyKeys: { from: source.keyArn, to: copyKey.arn } }),
    ...(commands && { commands: { projectArn: commands.project.arn, bucketArn: commands.bucket.arn } }),
    ...(monitoring && { monitoring }),
    sharesImages: (args.sharing?.accounts ?? []).length > 0,
  });
  const definition = resolveDefinition(scope, args, {
    ...parts,
    table: name,
    parameters: names,
    ...(copyKey && { copyKey }),
  });
  const stateMachine = new aws.sfn.StateMachine(
    name,
    {
      name,
      definition,
      roleArn: role.arn,
      loggingConfiguration: {
        level: "ALL",
        // Inputs and outputs hold task tokens.
        includeExecutionData: false,
        logDestination: pulumi.interpolate`${logGroup.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: {
        type: "CUSTOMER_MANAGED_KMS_KEY",
        kmsKeyId: key.arn,
        kmsDataKeyReusePeriodSeconds: 900,
      },
      ...scope.common(PART),
    },
    { ...scope.child, dependsOn: [policy] },
  );
  watchPromotion(scope, stateMachine, environment.topics.operations);
  return { stateMachine, table, image, imageKeyArn: copyKey?.arn ?? pulumi.output(source.keyArn) };
}

function createImageParameter(scope: Scope, part: string, name: string, value: string): aws.ssm.Parameter {
  return new aws.ssm.Parameter(
    scope.id(part),
    {
      name,
      type: "String",
      description: `Written by promotions of ${scope.context.environment}`,
      value,
      ...scope.common(part),
    },
    // The promotion writes it: `pulumi up` must not put the first image back.
    { ...scope.child, ignoreChanges: ["value", "insecureValue"] },
  );
}

function watchPromotion(scope: Scope, stateMachine: aws.sfn.StateMachine, topic: aws.sns.Topic): void {
  for (const [part, metric, what] of [
    [
      "promotion-failed",
      "ExecutionsFailed",
      "failed, or was refused while another one runs; the build topic has the step of one that failed",
    ],
    ["promotion-timed-out", "ExecutionsTimedOut", "did not end in its time; look at the fleets, then run it again"],
    ["promotion-aborted", "ExecutionsAborted", "was stopped; look at the fleets, then run it again"],
  ] as const) {
    createAlarm(scope, part, topic, {
      description: `A promotion ${what}`,
      namespace: "AWS/States",
      metric,
      dimensions: { StateMachineArn: stateMachine.arn },
      statistic: "Sum",
      comparison: "GreaterThanThreshold",
      threshold: 0,
      periodSeconds: 300,
      periods: 1,
      missingData: "notBreaching",
    });
  }
}
