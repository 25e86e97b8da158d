import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Account } from "../shared/account";
import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../shared/alarm";
import { serviceTrust } from "../shared/iam";
import type { LogRetentionDays } from "../shared/logRetention";
import type { Scope } from "../shared/scope";
import { createTopic, createTopicKey } from "../shared/topics";
import type { HealthCheckArgs } from "./args";
import type { Topics } from "./notifications";

/** The one region with metrics of Route 53 health checks; alarms act on topics of their own region only. */
export const HEALTH_CHECK_REGION = "us-east-1";

const FORWARDER = readFileSync(path.join(__dirname, "forwarder", "index.mjs"), "utf8");

/** Checks from the internet, each with an alarm that reaches the operations topic of the environment's region. */
export function createHealthChecks(
  scope: Scope,
  checks: HealthCheckArgs[],
  topics: Topics,
  account: Account,
  retentionInDays: LogRetentionDays,
): void {
  if (checks.length === 0) return;
  const there = scope.in(HEALTH_CHECK_REGION);
  const topic =
    scope.region === HEALTH_CHECK_REGION
      ? topics.operations
      : createForwardingTopic(there, topics, account, retentionInDays);
  for (const check of checks) createHealthCheck(there, check, topic);
}

function createHealthCheck(scope: Scope, check: HealthCheckArgs, topic: aws.sns.Topic): void {
  const { name, domain, path: resourcePath = "/", protocol = "https", expectedText } = check;
  const part = `health-${name}`;
  const healthCheck = new aws.route53.HealthCheck(
    scope.id(part),
    {
      type: `${protocol.toUpperCase()}${expectedText === undefined ? "" : "_STR_MATCH"}`,
      fqdn: domain,
      port: protocol === "https" ? 443 : 80,
      resourcePath,
      searchString: expectedText,
      enableSni: protocol === "https",
      failureThreshold: check.failureThreshold ?? 3,
      requestInterval: check.intervalSeconds ?? 30,
      tags: scope.tags(part),
    },
    scope.child,
  );
  createAlarm(scope, part, topic, {
    description: `${protocol}://${domain}${resourcePath} does not answer as it should`,
    namespace: "AWS/Route53",
    metric: "HealthCheckStatus",
    dimensions: { HealthCheckId: healthCheck.id },
    statistic: "Minimum",
    comparison: "LessThanThreshold",
    threshold: 1,
    periodSeconds: 60,
    periods: 2,
    missingData: "breaching",
  });
}

/** A topic here whose messages a function publishes to the operations topic, in the region of that topic. */
function createForwardingTopic(
  scope: Scope,
  target: Topics,
  account: Account,
  retentionInDays: LogRetentionDays,
): aws.sns.Topic {
  const key = createTopicKey(scope, "health", account, ["alarms"]);
  const topic = createTopic(scope, "health", key, account, ["alarms"]);
  const part = "health-forwarder";
  const functionName = scope.id(part);
  const logGroup = new aws.cloudwatch.LogGroup(
    scope.id(part),
    { name: `/aws/lambda/${functionName}`, retentionInDays, ...scope.common(part) },
    scope.child,
  );
  const role = new aws.iam.Role(
    scope.id(part),
    { assumeRolePolicy: serviceTrust("lambda.amazonaws.com", account.id), tags: scope.tags(part) },
    scope.child,
  );
  const rolePolicy = new aws.iam.RolePolicy(
    scope.id(part),
    {
      role: role.name,
      policy: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "sns:Publish", Resource: target.operations.arn },
          { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: target.key.arn },
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${logGroup.arn}:*`,
          },
        ],
      },
    },
    scope.child,
  );
  const forwarder = new aws.lambda.Function(
    scope.id(part),
    {
      name: functionName,
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      code: new pulumi.asset.AssetArchive({
        "index.mjs": new pulumi.asset.StringAsset(FORWARDER),
      }),
      role: role.arn,
      timeout: 30,
      environment: { variables: { TARGET_TOPIC_ARN: target.operations.arn } },
      ...scope.common(part),
    },
    { ...scope.child, dependsOn: [logGroup, rolePolicy] },
  );
  const permission = new aws.lambda.Permission(
    scope.id(part),
    {
      function: forwarder.name,
      action: "lambda:InvokeFunction",
      principal: "sns.amazonaws.com",
      sourceArn: topic.arn,
      region: scope.region,
    },
    scope.child,
  );
  new aws.sns.TopicSubscription(
    scope.id(part),
    { topic: topic.arn, protocol: "lambda", endpoint: forwarder.arn, region: scope.region },
    { ...scope.child, dependsOn: [permission] },
  );
  return topic;
}
