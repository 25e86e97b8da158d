import * as aws from "./aws";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "./scope";

/** AWS services that publish to a topic on behalf of this account. */
const PUBLISHERS = {
  alarms: "cloudwatch.amazonaws.com",
  events: "events.amazonaws.com",
  notifications: "codestar-notifications.amazonaws.com",
} as const;

/** Who publishes to a topic. */
export type Publisher = keyof typeof PUBLISHERS;

/**
 * A key for topics. AWS's own key for SNS does not let CloudWatch publish:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export function createTopicKey(
  scope: Scope,
  part: string,
  accountId: pulumi.Output<string>,
  publishers: readonly Publisher[],
): aws.kms.Key {
  const partition = aws.getPartitionOutput({}, scope.child).partition;
  const key = new aws.kms.Key(
    scope.id(part),
    {
      description: `Messages of the topics of ${scope.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: scope.context.protectData ? 30 : 7,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Account",
            Effect: "Allow",
            Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${accountId}:root` },
            Action: "kms:*",
            Resource: "*",
          },
          ...publisherStatements(publishers, accountId, {
            Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
            Resource: "*",
          }),
        ],
      }),
      ...scope.common(part),
    },
    scope.stateful,
  );
  new aws.kms.Alias(
    scope.id(part),
    { name: `alias/${scope.id(part)}`, targetKeyId: key.id, region: scope.region },
    scope.child,
  );
  return key;
}

/** An encrypted topic that takes messages from `publishers` and from principals of this account, over TLS only. */
export function createTopic(
  scope: Scope,
  part: string,
  key: aws.kms.Key,
  accountId: pulumi.Output<string>,
  publishers: readonly Publisher[],
): aws.sns.Topic {
  const topic = new aws.sns.Topic(
    scope.id(part),
    { name: scope.id(part), displayName: scope.id(part), kmsMasterKeyId: key.arn, ...scope.common(part) },
    scope.child,
  );
  new aws.sns.TopicPolicy(
    scope.id(part),
    {
      arn: topic.arn,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          ...publisherStatements(publishers, accountId, { Action: "sns:Publish", Resource: topic.arn }),
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
      region: scope.region,
    },
    scope.child,
  );
  return topic;
}

/**
 * Statements that let the publishers do something on behalf of this account. EventBridge names no account to SNS and its key,
 * so a condition on it would lose every message; its rules reach topics of their own account only.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
function publisherStatements(
  publishers: readonly Publisher[],
  accountId: pulumi.Output<string>,
  permission: { Action: string | string[]; Resource: pulumi.Input<string> },
): object[] {
  const named = publishers.filter((publisher) => publisher !== "events");
  const statement = (Sid: string, services: readonly Publisher[]) => ({
    Sid,
    Effect: "Allow",
    Principal: { Service: services.map((publisher) => PUBLISHERS[publisher]) },
    ...permission,
  });
  return [
    ...(named.length > 0
      ? [{ ...statement("Publishers", named), Condition: { StringEquals: { "aws:SourceAccount": accountId } } }]
      : []),
    ...(publishers.includes("events") ? [statement("Events", ["events"])] : []),
  ];
}

/** E-mail subscriptions; each address gets a message that it has to confirm. */
export function subscribeAddresses(scope: Scope, part: string, topic: aws.sns.Topic, addresses: string[]): void {
  for (const address of addresses) {
    new aws.sns.TopicSubscription(
      scope.id(`${part}-${address}`),
      { topic: topic.arn, protocol: "email", endpoint: address, region: scope.region },
      scope.child,
    );
  }
}
