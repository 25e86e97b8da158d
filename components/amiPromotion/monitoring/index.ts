import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../environment";
import type { Account } from "../../shared/account";
import * as aws from "../../shared/aws";
import { serviceTrust } from "../../shared/iam";
import type { Scope } from "../../shared/scope";
import { createDeadLetters } from "../deadLetters";
import type { MonitoringArgs } from "../monitoringArgs";
import { DEFAULT_BODY, fillBody } from "./body";

/** How the monitoring service is reached. */
export interface Monitoring {
  connectionName: string;
  connectionArn: pulumi.Output<string>;
  endpoint: string;
  method: string;
  body: string;
}

const PART = "monitoring";

/** Seconds that a message is tried again before it goes to the queue. */
const RETRY_SECONDS = 3600;

/** Events of EC2 Auto Scaling, and what the service is told. */
const EVENTS = { launched: "EC2 Instance Launch Successful", terminated: "EC2 Instance Terminate Successful" };

/** Tells an HTTP service of every instance that the groups start or end; what it never takes waits in a queue, with an alarm. */
export function createMonitoring(
  scope: Scope,
  args: MonitoringArgs,
  { environment, account, groups }: { environment: Environment; account: Account; groups: string[] },
): Monitoring {
  const { endpoint, header, token, method = "POST", body = DEFAULT_BODY } = args;
  const name = scope.id(PART);
  const connection = new aws.cloudwatch.EventConnection(
    name,
    {
      name,
      authorizationType: "API_KEY",
      authParameters: pulumi.secret({ apiKey: { key: header, value: token } }),
      region: scope.region,
    },
    scope.child,
  );
  const destination = new aws.cloudwatch.EventApiDestination(
    name,
    {
      name,
      connectionArn: connection.arn,
      invocationEndpoint: endpoint,
      httpMethod: method,
      invocationRateLimitPerSecond: 10,
      region: scope.region,
    },
    scope.child,
  );
  const role = new aws.iam.Role(
    name,
    { assumeRolePolicy: serviceTrust("events.amazonaws.com", account.id), tags: scope.tags(PART) },
    scope.child,
  );
  new aws.iam.RolePolicy(
    name,
    {
      role: role.name,
      policy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "events:InvokeApiDestination", Resource: destination.arn }],
      },
    },
    scope.child,
  );
  const queue = createDeadLetters(scope, PART, {
    account,
    topic: environment.topics.operations,
    rules: `${name}-*`,
    description: "The monitoring service did not take messages about instances: they wait in the queue",
  });
  for (const [event, detailType] of Object.entries(EVENTS)) {
    const part = `${PART}-${event}`;
    const rule = new aws.cloudwatch.EventRule(
      scope.id(part),
      {
        name: scope.id(part),
        eventPattern: JSON.stringify({
          source: ["aws.autoscaling"],
          "detail-type": [detailType],
          detail: { AutoScalingGroupName: groups },
        }),
        ...scope.common(part),
      },
      scope.child,
    );
    // What the event does not tell is filled in here; the rest EventBridge fills in, in the same notation.
    const known = { event, environment: scope.context.environment, image: "" };
    new aws.cloudwatch.EventTarget(
      scope.id(part),
      {
        rule: rule.name,
        arn: destination.arn,
        roleArn: role.arn,
        inputTransformer: {
          inputPaths: { group: "$.detail.AutoScalingGroupName", instance: "$.detail.EC2InstanceId", time: "$.time" },
          inputTemplate: fillBody(
            body,
            (placeholder) => known[placeholder as keyof typeof known] ?? `<${placeholder}>`,
          ),
        },
        retryPolicy: { maximumEventAgeInSeconds: RETRY_SECONDS, maximumRetryAttempts: 185 },
        deadLetterConfig: { arn: queue.arn },
        region: scope.region,
      },
      scope.child,
    );
  }
  return { connectionName: name, connectionArn: connection.arn, endpoint, method, body };
}
