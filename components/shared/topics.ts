import * as aws from "./aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";
import { createKey, type KeyGrant } from "./key";
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
  account: Account,
  publishers: readonly Publisher[],
): aws.kms.Key {
  const grants = publisherStatements(publishers, account).map((statement) => ({
    ...statement,
    Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
  }));
  return createKey(scope, part, account, { description: `Messages of the topics of ${scope.name}`, grants }).key;
}

/** An encrypted topic that takes messages from `publishers` and from principals of this account, over TLS only. */
export function createTopic(
  scope: Scope,
  part: string,
  key: aws.kms.Key,
  account: Account,
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
          ...publisherStatements(publishers, account).map(({ Sid, ...statement }) => ({
            Sid,
            Effect: "Allow",
            ...statement,
            Action: "sns:Publish",
            Resource: topic.arn,
          })),
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

/** Who a statement is about, and on whose behalf. */
type Publishing = Pick<KeyGrant, "Sid" | "Principal" | "Condition">;

/**
 * The parts of statements that let the publishers do something on behalf of this account. EventBridge names no account to SNS
 * and its key, so a condition on it would lose every message; its rules reach topics of their own account only.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
function publisherStatements(publishers: readonly Publisher[], account: Account): Publishing[] {
  const named = publishers.filter((publisher) => publisher !== "events");
  const statement = (Sid: string, services: readonly Publisher[]) => ({
    Sid,
    Principal: { Service: services.map((publisher) => PUBLISHERS[publisher]) },
  });
  const onBehalf = { Condition: { StringEquals: { "aws:SourceAccount": account.id } } };
  return [
    ...(named.length > 0 ? [{ ...statement("Publishers", named), ...onBehalf }] : []),
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
