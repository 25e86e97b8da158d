import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import { createAlarm } from "../shared/alarm";
import * as aws from "../shared/aws";
import type { Scope } from "../shared/scope";

/** Whose events are kept, and who learns of it. */
interface DeadLettersArgs {
  account: Account;
  topic: aws.sns.Topic;
  /** Names of the rules that may send to the queue; `*` stands for any text. */
  rules: string;
  /** What the alarm says. */
  description: string;
}

/** A queue for the events that a target does not take, with an alarm when one comes. */
export function createDeadLetters(
  scope: Scope,
  part: string,
  { account, topic, rules, description }: DeadLettersArgs,
): aws.sqs.Queue {
  const queue = new aws.sqs.Queue(
    scope.id(part),
    { name: scope.id(part), messageRetentionSeconds: 14 * 86_400, sqsManagedSseEnabled: true, ...scope.common(part) },
    scope.child,
  );
  new aws.sqs.QueuePolicy(
    scope.id(part),
    {
      queueUrl: queue.url,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Events",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queue.arn,
            Condition: { ArnLike: { "aws:SourceArn": account.arn("events", `rule/${rules}`) } },
          },
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:*",
            Resource: queue.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
      region: scope.region,
    },
    scope.child,
  );
  createAlarm(scope, part, topic, {
    description,
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.name },
    statistic: "Maximum",
    comparison: "GreaterThanThreshold",
    threshold: 0,
    periodSeconds: 300,
    periods: 1,
    missingData: "notBreaching",
  });
  return queue;
}
