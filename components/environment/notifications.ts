import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import type { Scope } from "../shared/scope";
import { createTopic, createTopicKey, subscribeAddresses } from "../shared/topics";
import type { NotificationsArgs } from "./args";

/** The topics of an environment and the key that encrypts their messages. */
export interface Topics {
  operations: aws.sns.Topic;
  build: aws.sns.Topic;
  key: aws.kms.Key;
}

/** The operations topic (errors and alarms) and the build topic (builds and deployments) with their subscriptions. */
export function createTopics(scope: Scope, args: NotificationsArgs, account: Account): Topics {
  const key = createTopicKey(scope, "topics", account, ["alarms", "events", "notifications"]);
  const operations = createTopic(scope, "operations", key, account, ["alarms", "events"]);
  const build = createTopic(scope, "build", key, account, ["events", "notifications"]);
  subscribeAddresses(scope, "operations", operations, args.operations ?? []);
  subscribeAddresses(scope, "build", build, args.build ?? []);
  if (args.operationsWebhook !== undefined) {
    new aws.sns.TopicSubscription(
      scope.id("operations-webhook"),
      {
        topic: operations.arn,
        protocol: "https",
        endpoint: pulumi.secret(args.operationsWebhook),
        endpointAutoConfirms: true,
        region: scope.region,
      },
      scope.child,
    );
  }
  return { operations, build, key };
}
