import * as pulumi from "@pulumi/pulumi";
import type { EcsTargetArgs } from "../targetArgs";
import type { CreateTarget } from "./target";

/**
 * CodePipeline's action for services: it registers a revision of the task definition that runs, with the new image, and gives
 * it to the service. How the service gets there is its own: ECS's native blue/green, linear and canary start by the same
 * request as a rolling deployment.
 */
export const createEcsTarget: CreateTarget<EcsTargetArgs> = ({ account, artifacts }, target) => {
  const { cluster, service, family, roles, timeoutMinutes = 60 } = target;
  const definition = account.arn("ecs", pulumi.interpolate`task-definition/${family}:*`);
  return {
    action: {
      category: "Deploy",
      provider: "ECS",
      configuration: {
        ClusterName: cluster,
        ServiceName: service,
        FileName: "imagedefinitions.json",
        DeploymentTimeout: String(timeoutMinutes),
      },
      inputArtifact: artifacts.deployed,
    },
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
    statements: [
      {
        Effect: "Allow",
        Action: ["ecs:DescribeServices", "ecs:UpdateService"],
        Resource: account.arn("ecs", pulumi.interpolate`service/${cluster}/${service}`),
      },
      {
        Effect: "Allow",
        Action: "ecs:DescribeTasks",
        Resource: account.arn("ecs", pulumi.interpolate`task/${cluster}/*`),
      },
      { Effect: "Allow", Action: "ecs:RegisterTaskDefinition", Resource: definition },
      {
        Effect: "Allow",
        Action: "ecs:TagResource",
        Resource: definition,
        Condition: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
      },
      {
        Effect: "Allow",
        Action: "ecs:ListTasks",
        Resource: "*",
        Condition: { ArnEquals: { "ecs:cluster": account.arn("ecs", pulumi.interpolate`cluster/${cluster}`) } },
      },
      // It takes no ARN, see WITHOUT_RESOURCE.
      { Effect: "Allow", Action: "ecs:DescribeTaskDefinition", Resource: "*" },
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: roles.map((role) => account.roleArn(role)),
        Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ],
    destination: { cluster, service },
  };
};
