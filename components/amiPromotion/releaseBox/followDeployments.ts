import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import * as aws from "../../shared/aws";
import { serviceTrust } from "../../shared/iam";
import type { Scope } from "../../shared/scope";
import type { Commands } from "../commands";
import { buildspec, stepsOf } from "../commands/buildspec";
import { createDeadLetters } from "../deadLetters";
import type { ReleaseBoxArgs } from "./args";
import type { Deployments } from "./deployments";

/** What is followed, and what runs then. */
interface Followed {
  deployments: Deployments;
  commands?: Commands;
}

/** Seconds that a start of the commands is tried again before the event goes to the queue. */
const RETRY_SECONDS = 3600;

/** After each deployment its commands run; the build topic learns of failures of either. */
export function followDeployments(
  scope: Scope,
  { environment, commands: args }: ReleaseBoxArgs,
  { deployments, commands }: Followed,
  account: Account,
): void {
  const { application, group } = deployments;
  const deploymentEvents = (state: string) =>
    pulumi.jsonStringify({
      source: ["aws.codedeploy"],
      "detail-type": ["CodeDeploy Deployment State-change Notification"],
      detail: { application: [application.name], deploymentGroup: [group.deploymentGroupName], state: [state] },
    });
  const topic = environment.topics.build;
  tellTopic(scope, "deploy-failed", deploymentEvents("FAILURE"), topic, {
    paths: { deployment: "$.detail.deploymentId" },
    text: `Deployment <deployment> to release box ${scope.id("release-box")} failed. Nothing was promoted.`,
  });
  if (!commands || !args) return;
  const part = "deployed";
  const role = new aws.iam.Role(
    scope.id(part),
    { assumeRolePolicy: serviceTrust("events.amazonaws.com", account.id), tags: scope.tags(part) },
    scope.child,
  );
  new aws.iam.RolePolicy(
    scope.id(part),
    {
      role: role.name,
      policy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "codebuild:StartBuild", Resource: commands.project.arn }],
      },
    },
    scope.child,
  );
  const rule = createRule(scope, part, deploymentEvents("SUCCESS"));
  // The project takes one run at a time: a deployment right after another is tried again until the first run is over.
  const queue = createDeadLetters(scope, part, {
    account,
    topic: environment.topics.operations,
    rules: scope.id(part),
    description:
      "After a deployment to the release box its commands could not be started: the event waits in the queue",
  });
  new aws.cloudwatch.EventTarget(
    scope.id(part),
    {
      rule: rule.name,
      arn: commands.project.arn,
      roleArn: role.arn,
      inputTransformer: {
        inputPaths: { deployment: "$.detail.deploymentId" },
        inputTemplate: JSON.stringify({
          ...(args.tests && { buildspecOverride: buildspec(args.tests.report) }),
          environmentVariablesOverride: [
            { name: "STEPS", value: stepsOf(args).join(" ") },
            { name: "RUN", value: "<deployment>" },
          ],
        }),
      },
      retryPolicy: { maximumEventAgeInSeconds: RETRY_SECONDS, maximumRetryAttempts: 185 },
      deadLetterConfig: { arn: queue.arn },
      region: scope.region,
    },
    scope.child,
  );
  const failures = pulumi.jsonStringify({
    source: ["aws.codebuild"],
    "detail-type": ["CodeBuild Build State Change"],
    detail: { "project-name": [commands.project.name], "build-status": ["FAILED", "FAULT", "TIMED_OUT", "STOPPED"] },
  });
  tellTopic(scope, "commands-failed", failures, topic, {
    paths: { status: "$.detail.build-status", log: "$.detail.additional-information.logs.deep-link" },
    text: `Database update or tests of release box ${scope.id("release-box")}: <status>. Log: <log>`,
  });
}

function createRule(scope: Scope, part: string, eventPattern: pulumi.Output<string>): aws.cloudwatch.EventRule {
  return new aws.cloudwatch.EventRule(
    scope.id(part),
    { name: scope.id(part), eventPattern, ...scope.common(part) },
    scope.child,
  );
}

/** Publishes a line of text for each event that matches. */
function tellTopic(
  scope: Scope,
  part: string,
  eventPattern: pulumi.Output<string>,
  topic: aws.sns.Topic,
  { paths, text }: { paths: Record<string, string>; text: string },
): void {
  const rule = createRule(scope, part, eventPattern);
  new aws.cloudwatch.EventTarget(
    scope.id(part),
    {
      rule: rule.name,
      arn: topic.arn,
      inputTransformer: { inputPaths: paths, inputTemplate: JSON.stringify(text) },
      region: scope.region,
    },
    scope.child,
  );
}
