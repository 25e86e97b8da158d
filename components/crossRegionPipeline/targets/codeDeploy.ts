import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../shared/aws";
import { shortened } from "../../shared/context";
import { serviceTrust } from "../../shared/iam";
import type { CodeDeployTargetArgs } from "../targetArgs";
import { inRegion } from "./names";
import type { CreateTarget, TargetSite } from "./target";

/** Longest name of an application, a deployment group or a configuration. */
const MAX_NAME = 100;
const MAX_ROLE_NAME = 64;

/** CodeDeploy's own configurations. */
const PACES = {
  oneAtATime: "CodeDeployDefault.OneAtATime",
  halfAtATime: "CodeDeployDefault.HalfAtATime",
  allAtOnce: "CodeDeployDefault.AllAtOnce",
} as const;

/** An application and a deployment group of CodeDeploy in one region; instances are found by their tag. */
export const createCodeDeployTarget: CreateTarget<CodeDeployTargetArgs> = (site, target) => {
  const { scope, part, account } = site;
  const name = shortened(scope.id(part), MAX_NAME);
  const application = new aws.codedeploy.Application(
    scope.id(part),
    { name, computePlatform: "Server", ...scope.common(part) },
    scope.child,
  );
  const configuration = createPace(site, target);
  const group = createGroup(site, target, { application, configuration });
  return {
    action: {
      category: "Deploy",
      provider: "CodeDeploy",
      configuration: { ApplicationName: application.name, DeploymentGroupName: group.deploymentGroupName },
      inputArtifact: site.artifacts.deployed,
    },
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html
    statements: [
      {
        Effect: "Allow",
        Action: [
          "codedeploy:GetApplication",
          "codedeploy:GetApplicationRevision",
          "codedeploy:RegisterApplicationRevision",
        ],
        Resource: account.arn("codedeploy", `application:${name}`),
      },
      {
        Effect: "Allow",
        Action: ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"],
        Resource: account.arn("codedeploy", `deploymentgroup:${name}/${name}`),
      },
      {
        Effect: "Allow",
        Action: "codedeploy:GetDeploymentConfig",
        Resource: account.arn("codedeploy", `deploymentconfig:${configuration}`),
      },
    ],
    destination: { application: application.name, deploymentGroup: group.deploymentGroupName },
  };
};

/** Name of the configuration that says how many instances serve all the while. */
function createPace({ scope, part }: TargetSite, { pace = "oneAtATime" }: CodeDeployTargetArgs): string {
  if (typeof pace === "string") return PACES[pace];
  const name = shortened(`${scope.id(part)}-${pace.healthyPercent}-percent`, MAX_NAME);
  new aws.codedeploy.DeploymentConfig(
    scope.id(part),
    {
      deploymentConfigName: name,
      computePlatform: "Server",
      minimumHealthyHosts: { type: "FLEET_PERCENT", value: pace.healthyPercent },
      region: scope.region,
    },
    scope.child,
  );
  return name;
}

interface GroupParts {
  application: aws.codedeploy.Application;
  configuration: pulumi.Input<string>;
}

/** The group in place: a failed deployment, or one during which an alarm rings, is taken back to the last good revision. */
function createGroup(
  { scope, part, account }: TargetSite,
  { tag, autoScalingGroup, alarms = [], targetGroups = [] }: CodeDeployTargetArgs,
  { application, configuration }: GroupParts,
): aws.codedeploy.DeploymentGroup {
  const role = new aws.iam.Role(
    scope.id(part),
    {
      name: shortened(scope.id(part), MAX_ROLE_NAME),
      assumeRolePolicy: serviceTrust("codedeploy.amazonaws.com", account.id),
      tags: scope.tags(part),
    },
    scope.child,
  );
  const attachment = new aws.iam.RolePolicyAttachment(
    scope.id(part),
    {
      role: role.name,
      policyArn: pulumi.interpolate`arn:${account.partition}:iam::aws:policy/service-role/AWSCodeDeployRole`,
    },
    scope.child,
  );
  const behindTraffic = targetGroups.length > 0;
  return new aws.codedeploy.DeploymentGroup(
    scope.id(part),
    {
      appName: application.name,
      deploymentGroupName: shortened(scope.id(part), MAX_NAME),
      serviceRoleArn: role.arn,
      deploymentConfigName: configuration,
      ec2TagFilters: [{ type: "KEY_AND_VALUE", ...tag }],
      ...(autoScalingGroup !== undefined && { autoscalingGroups: [autoScalingGroup] }),
      deploymentStyle: {
        deploymentType: "IN_PLACE",
        deploymentOption: behindTraffic ? "WITH_TRAFFIC_CONTROL" : "WITHOUT_TRAFFIC_CONTROL",
      },
      ...(behindTraffic && { loadBalancerInfo: { targetGroupInfos: targetGroups.map((name) => ({ name })) } }),
      autoRollbackConfiguration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", ...(alarms.length > 0 ? ["DEPLOYMENT_STOP_ON_ALARM"] : [])],
      },
      alarmConfiguration: {
        enabled: alarms.length > 0,
        alarms: alarms.map((alarm) => inRegion(alarm, scope.region)),
        // An alarm that cannot be asked about is not a quiet one.
        ignorePollAlarmFailure: false,
      },
      outdatedInstancesStrategy: "UPDATE",
      ...scope.common(part),
    },
    // Without its permissions the role finds no instances.
    { ...scope.child, dependsOn: [attachment] },
  );
}
