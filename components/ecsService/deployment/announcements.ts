import * as aws from "../../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../../shared/scope";
import type { EcsServiceArgs } from "../args";
import type { PauseArgs } from "../deploymentArgs";
import { PAUSE_STAGES, pausesOf } from "./strategy";

/** EventBridge's limit for names of rules. */
const MAX_RULE_NAME_LENGTH = 64;

/** What is so when a deployment pauses, for whoever decides. */
const PAUSE_STATES: Record<PauseArgs["at"], string> = {
  beforeNewTasks: "is ready to start; nothing has been started yet",
  afterNewTasks: "has started its tasks; they are healthy and have no traffic yet",
  afterTestTraffic: "has its test traffic; production traffic still goes to the old tasks",
  afterProductionTraffic: "has all traffic; the old tasks still run",
};

const TIMEOUTS = { rollback: "is rolled back", continue: "goes on" } as const;

/** A message on a topic whenever ECS tells something of a service. */
interface Announcement {
  part: string;
  description: string;
  /** What an event must have, besides coming from ECS. */
  pattern: Record<string, unknown>;
  topic: aws.sns.Topic;
  /** Paths of values in the event, by the names that the message has for them in angle brackets. */
  values: Record<string, string>;
  /** Lines of the message. */
  lines: string[];
}

/**
 * Tells the operations topic of failed deployments, and the build topic of every pause, with the commands that end it.
 * The rules know the service by its ARN: the very first deployment may reach `beforeNewTasks` before they exist.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export function announceDeployments(scope: Scope, args: EcsServiceArgs, service: aws.ecs.Service): void {
  const { name, deployment, environment } = args;
  const { operations, build } = environment.topics;
  announce(scope, name, {
    part: "deployment-failed",
    description: `Failed deployments of ${name}`,
    pattern: {
      "detail-type": ["ECS Deployment State Change"],
      resources: [service.id],
      detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
    },
    topic: operations,
    values: { deployment: "$.detail.deploymentId", reason: "$.detail.reason" },
    lines: [
      `The deployment <deployment> of ${scope.name} failed: <reason>`,
      "ECS goes back to the last version that was deployed completely, if there is one.",
    ],
  });
  const command = `aws ecs continue-service-deployment --region ${scope.region} --service-deployment-arn <deployment> --hook-id <hook>`;
  for (const { at, onTimeout = "rollback" } of pausesOf(deployment)) {
    announce(scope, name, {
      part: `pause-${at.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      description: `Deployments of ${name} that wait for a decision`,
      pattern: {
        "detail-type": ["ECS Hook State Change"],
        detail: {
          eventName: ["HOOK_AWAITING_ACTION"],
          lifecycleStage: [PAUSE_STAGES[at]],
          serviceArn: [service.id],
        },
      },
      topic: build,
      values: { deployment: "$.detail.serviceDeploymentArn", hook: "$.detail.hookId", expiry: "$.detail.expiresAt" },
      lines: [
        `The new version of ${scope.name} ${PAUSE_STATES[at]}.`,
        `The deployment waits until <expiry>; without a word it ${TIMEOUTS[onTimeout]} then.`,
        `To go on: ${command} --action CONTINUE`,
        `To roll back: ${command} --action ROLLBACK`,
      ],
    });
  }
}

function announce(scope: Scope, service: string, announcement: Announcement): void {
  const { part, description, pattern, topic, values, lines } = announcement;
  const rule = new aws.cloudwatch.EventRule(
    scope.id(part),
    {
      name: scope.context.name(`${service}-${part}`, MAX_RULE_NAME_LENGTH),
      description,
      eventPattern: pulumi.jsonStringify({ source: ["aws.ecs"], ...pattern }),
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
      inputTransformer: { inputPaths: values, inputTemplate: lines.map((line) => JSON.stringify(line)).join("\n") },
      region: scope.region,
    },
    scope.child,
  );
}
