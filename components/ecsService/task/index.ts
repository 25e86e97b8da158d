import * as aws from "../../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../shared/account";
import type { Scope } from "../../shared/scope";
import type { EcsServiceArgs } from "../args";
import { capacityOf, runsOnInstances } from "../capacity";
import { containerDefinition } from "./containers";
import { createEnvironmentFiles } from "./environmentFiles";
import { executionStatements } from "./executionRole";
import { createLogGroup } from "./logs";
import { createRole, grant } from "./roles";
import { taskStatements } from "./taskRole";
import { taskVolume } from "./volumes";

/** What a service runs, and what it may do. */
export interface Task {
  definition: aws.ecs.TaskDefinition;
  /** ECS's role to start tasks: images, logs, secrets, environment files. */
  executionRole: aws.iam.Role;
  /** The application's role. */
  taskRole: aws.iam.Role;
  logGroup: aws.cloudwatch.LogGroup;
  /** Name of the bucket of the environment files, where there are any. */
  environmentBucket?: pulumi.Output<string>;
}

/**
 * The task definition of a service with its roles and its log group.
 *
 * @param needs what has to exist besides before a task can start
 */
export function createTask(scope: Scope, args: EcsServiceArgs, needs: pulumi.Resource[]): Task {
  const { containers, exec = false } = args;
  const { host } = args.environment;
  const account = new Account(scope);
  const logGroup = createLogGroup(scope, args, host.logRetentionDays);
  const executionRole = createRole(scope, "execution", account);
  const taskRole = createRole(scope, "task", account);
  const environmentFiles = createEnvironmentFiles(scope, args, account.roleArn(scope.id("execution")), account);

  const startup = { containers, logGroup: logGroup.name, environmentFiles };
  const permissions = taskStatements(args, account);
  const ready = [
    ...needs,
    grant(scope, "execution", executionRole, executionStatements(startup, account)),
    ...(permissions.length > 0 ? [grant(scope, "task", taskRole, permissions)] : []),
    ...(environmentFiles ? [environmentFiles.bucket, environmentFiles.policy] : []),
  ];
  const setting = {
    region: scope.region,
    logGroup: logGroup.name,
    environmentFiles: environmentFiles?.arn,
    exec,
    discovery: args.discovery,
    connections: connections(args),
  };
  const part = "task";
  const definition = new aws.ecs.TaskDefinition(
    scope.id(part),
    {
      family: scope.name,
      networkMode: "awsvpc",
      cpu: String(args.cpu),
      memory: String(args.memoryMiB),
      ...platform(args, runsOnInstances(capacityOf(args, host))),
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole.arn,
      containerDefinitions: pulumi.jsonStringify(containers.map((one) => containerDefinition(one, setting))),
      volumes: (args.volumes ?? []).map(taskVolume),
      // ECS goes back to the revision before; it must be there, also when the program has gone on.
      skipDestroy: scope.context.protectData,
      ...scope.common(part),
    },
    { ...scope.child, dependsOn: ready },
  );
  return {
    definition,
    executionRole,
    taskRole,
    logGroup,
    ...(environmentFiles && { environmentBucket: environmentFiles.name }),
  };
}

/** Names of the services that are reached by Service Connect, in order. */
function connections({ connectsTo = [] }: EcsServiceArgs): string[] {
  return connectsTo
    .filter(({ discovery }) => discovery?.via === "serviceConnect")
    .map(({ name }) => name)
    .sort();
}

/** Fargate has to be told the architecture; an instance's is its own. */
function platform(
  { architecture = "x86_64" }: EcsServiceArgs,
  onInstances: boolean,
): Pick<aws.ecs.TaskDefinitionArgs, "requiresCompatibilities" | "runtimePlatform"> {
  if (onInstances) return { requiresCompatibilities: ["EC2"] };
  const cpuArchitecture = architecture === "arm64" ? "ARM64" : "X86_64";
  return {
    requiresCompatibilities: ["FARGATE"],
    runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture },
  };
}
