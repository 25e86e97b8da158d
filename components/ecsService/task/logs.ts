import * as aws from "../../shared/aws";
import type { Context } from "../../shared/context";
import type { LogRetentionDays } from "../../shared/logRetention";
import type { Scope } from "../../shared/scope";
import type { EcsServiceArgs } from "../args";

/** Name of a service's log group: `owner-project-environment-service`, then repository and branch of the code if they are known. */
export function logGroupName(context: Context, { name, source }: Pick<EcsServiceArgs, "name" | "source">): string {
  return context.name([name, ...(source ? [source.repository, source.branch] : [])].join("-"));
}

/** The group that all containers of a service write to, each in streams of its own. */
export function createLogGroup(
  scope: Scope,
  args: Pick<EcsServiceArgs, "name" | "source">,
  retentionInDays: LogRetentionDays,
): aws.cloudwatch.LogGroup {
  const part = "logs";
  return new aws.cloudwatch.LogGroup(
    scope.id(part),
    { name: logGroupName(scope.context, args), retentionInDays, ...scope.common(part) },
    scope.child,
  );
}
