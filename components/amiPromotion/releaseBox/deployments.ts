import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import * as aws from "../../shared/aws";
import { installCodeDeployAgent } from "../../shared/codeDeployAgent";
import { serviceTrust } from "../../shared/iam";
import { createPrivateBucket } from "../../shared/privateBucket";
import type { Scope } from "../../shared/scope";

/** How releases come to the box. */
export interface Deployments {
  application: aws.codedeploy.Application;
  group: aws.codedeploy.DeploymentGroup;
  /** Where revisions are uploaded to. */
  bucket: aws.s3.Bucket;
}

/** The part's name of the alarm about the box's own health. */
export function statusAlarm(part: string): string {
  return `${part}-status`;
}

/**
 * A bucket for releases, and CodeDeploy with its agent on the box; it finds the box by its `Name` tag.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/welcome.html
 */
export function createDeployments(scope: Scope, part: string, account: Account): Deployments {
  const { bucket } = createPrivateBucket(scope, "releases", { statements: () => [], keepVersionsDays: 365 });
  const role = new aws.iam.Role(
    scope.id("deploy"),
    { assumeRolePolicy: serviceTrust("codedeploy.amazonaws.com", account.id), tags: scope.tags("deploy") },
    scope.child,
  );
  new aws.iam.RolePolicyAttachment(
    scope.id("deploy"),
    {
      role: role.name,
      policyArn: pulumi.interpolate`arn:${account.partition}:iam::aws:policy/service-role/AWSCodeDeployRole`,
    },
    scope.child,
  );
  const application = new aws.codedeploy.Application(
    scope.id(part),
    { name: scope.id(part), computePlatform: "Server", ...scope.common(part) },
    scope.child,
  );
  const group = new aws.codedeploy.DeploymentGroup(
    scope.id(part),
    {
      appName: application.name,
      deploymentGroupName: scope.id(part),
      serviceRoleArn: role.arn,
      deploymentConfigName: "CodeDeployDefault.AllAtOnce",
      ec2TagFilters: [{ type: "KEY_AND_VALUE", key: "Name", value: scope.id(part) }],
      autoRollbackConfiguration: { enabled: true, events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"] },
      // By name, for the alarm knows the box, which the bucket of releases is made before.
      alarmConfiguration: { enabled: true, alarms: [scope.id(statusAlarm(part))] },
      ...scope.common(part),
    },
    scope.child,
  );
  installCodeDeployAgent(scope, "agent", scope.id(part));
  return { application, group, bucket };
}
