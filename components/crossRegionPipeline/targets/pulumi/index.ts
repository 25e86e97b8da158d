import { readFileSync } from "node:fs";
import * as path from "node:path";
import { version } from "@pulumi/pulumi/version";
import * as aws from "../../../shared/aws";
import { shortened } from "../../../shared/context";
import type { PulumiTargetArgs } from "../../targetArgs";
import type { CreateTarget } from "../target";
import { createStackRole } from "./role";

const BUILDSPEC = readFileSync(path.join(__dirname, "buildspec.yml"), "utf8");

/** Longest name of a project that leaves room for its log group's. */
const MAX_NAME = 150;

/** The CLI of the SDK's own version, with Node.js. https://www.pulumi.com/docs/iac/guides/continuous-delivery/docker/ */
const CLI_IMAGE = `public.ecr.aws/pulumi/pulumi-nodejs:${version}`;

/** A CodeBuild project that updates one stack by a role of the stack's own. */
export const createPulumiTarget: CreateTarget<PulumiTargetArgs> = (site, target) => {
  const { scope, part, account } = site;
  const { stack, directory = ".", backend, timeoutMinutes = 120 } = target;
  const name = shortened(scope.id(part), MAX_NAME);
  const logGroup = new aws.cloudwatch.LogGroup(
    scope.id(part),
    { name: `/aws/codebuild/${name}`, retentionInDays: site.logRetentionDays, ...scope.common(part) },
    scope.child,
  );
  const { role, permissions } = createStackRole(site, target, name);
  const project = new aws.codebuild.Project(
    scope.id(part),
    {
      name,
      description: `pulumi up of ${stack}`,
      serviceRole: role.arn,
      source: { type: "CODEPIPELINE", buildspec: BUILDSPEC },
      artifacts: { type: "CODEPIPELINE" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_MEDIUM",
        image: CLI_IMAGE,
        imagePullCredentialsType: "CODEBUILD",
        environmentVariables: Object.entries({
          STACK: stack,
          CONFIG_DIR: directory,
          PULUMI_BACKEND_URL: backend,
          PULUMI_SKIP_UPDATE_CHECK: "true",
        }).map(([key, value]) => ({ name: key, value, type: "PLAINTEXT" })),
      },
      logsConfig: { cloudwatchLogs: { groupName: logGroup.name } },
      // A second update fails before it finds the lock of the state. Executions of a pipeline come one after the other anyway.
      concurrentBuildLimit: 1,
      buildTimeout: timeoutMinutes,
      ...scope.common(part),
    },
    { ...scope.child, dependsOn: permissions },
  );
  return {
    action: {
      category: "Build",
      provider: "CodeBuild",
      configuration: { ProjectName: project.name },
      inputArtifact: site.artifacts.program,
    },
    statements: [
      {
        Effect: "Allow",
        Action: ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
        Resource: account.arn("codebuild", `project/${name}`),
      },
    ],
    destination: { stack, project: project.name },
  };
};
