import * as pulumi from "@pulumi/pulumi";
import * as aws from "../shared/aws";
import { shortened } from "../shared/context";
import type { Scope } from "../shared/scope";

/** A message on the build topic when CodePipeline says something. */
interface Message {
  part: string;
  description: string;
  detailType: string;
  /** States that are told of. */
  states: string[];
  /** Paths of values in the event, by the names that the message has for them in angle brackets. */
  values: Record<string, string>;
  lines: (link: string) => string[];
}

const EXECUTION = { execution: "$.detail.execution-id", state: "$.detail.state" };

const PIPELINE_STATE = "CodePipeline Pipeline Execution State Change";

/**
 * Every end of an execution, and the stage and the action that failed, since the execution's own event names neither. Alarms and
 * windows fail a stage without an action. The events are those of the pipeline's region, of actions in other regions as well.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
const MESSAGES: ((name: string) => Message)[] = [
  (name) => ({
    part: "succeeded",
    description: `Executions of ${name} that succeed`,
    detailType: PIPELINE_STATE,
    states: ["SUCCEEDED"],
    values: EXECUTION,
    // A rollback is an execution too, of one stage, and its event does not say so.
    lines: (link) => [
      `${name}: execution <execution> succeeded. Its page says which stages it went through: of a rollback, the one that it took back.`,
      link,
    ],
  }),
  (name) => ({
    part: "failed",
    description: `Executions of ${name} that fail or are ended`,
    detailType: PIPELINE_STATE,
    states: ["FAILED", "CANCELED", "STOPPED", "SUPERSEDED"],
    values: EXECUTION,
    lines: (link) => [
      `${name} did not finish: execution <execution> is <state>. Stages after the one that it ended in have the version before.`,
      link,
    ],
  }),
  (name) => ({
    part: "failed-stage",
    description: `Stages of ${name} that fail`,
    detailType: "CodePipeline Stage Execution State Change",
    states: ["FAILED"],
    values: { ...EXECUTION, stage: "$.detail.stage" },
    lines: (link) => [
      `${name} failed in stage <stage>. If no action of it failed, an alarm rang after it, or its window was closed.`,
      link,
    ],
  }),
  (name) => ({
    part: "failed-action",
    description: `Actions of ${name} that fail`,
    detailType: "CodePipeline Action Execution State Change",
    states: ["FAILED"],
    values: {
      ...EXECUTION,
      stage: "$.detail.stage",
      action: "$.detail.action",
      reason: "$.detail.execution-result.external-execution-summary",
      page: "$.detail.execution-result.external-execution-url",
    },
    lines: (link) => [
      `${name} failed in stage <stage>, action <action>: <reason>`,
      "What the action says: <page>",
      link,
    ],
  }),
];

/** Tells the build topic how executions end, in words and with a link. */
export function announceExecutions(scope: Scope, pipeline: aws.codepipeline.Pipeline, topic: aws.sns.Topic): void {
  const link =
    `https://${scope.region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${scope.name}` +
    `/executions/<execution>/timeline?region=${scope.region}`;
  for (const message of MESSAGES.map((of) => of(scope.name))) {
    const { part, description, detailType, states, values, lines } = message;
    const rule = new aws.cloudwatch.EventRule(
      scope.id(part),
      {
        name: shortened(scope.id(part), 64),
        description,
        eventPattern: pulumi.jsonStringify({
          source: ["aws.codepipeline"],
          "detail-type": [detailType],
          detail: { pipeline: [pipeline.name], state: states },
        }),
        ...scope.common(part),
      },
      scope.child,
    );
    new aws.cloudwatch.EventTarget(
      scope.id(part),
      {
        rule: rule.name,
        arn: topic.arn,
        // Each line is a string of its own to EventBridge.
        inputTransformer: {
          inputPaths: values,
          inputTemplate: lines(link)
            .map((line) => JSON.stringify(line))
            .join("\n"),
        },
        region: scope.region,
      },
      scope.child,
    );
  }
}
