import type { Context } from "../../shared/context";
import { EMAIL, isBetween } from "../../shared/formats";
import { Problems, type Problem } from "../../shared/problems";
import type { EnvironmentArgs } from "../args";
import { validateCluster } from "./cluster";
import { validateHealthChecks } from "./healthChecks";
import { validateLoadBalancer } from "./loadBalancer";
import { validateExistingNetwork, validateNewNetwork } from "./network";

/** Longest `owner-project-environment`: with a part and Pulumi's random suffix the strictest name, a bucket's, is 63. */
export const MAX_PREFIX_LENGTH = 40;

/** Arguments to check; those that are known to be wrong already may be left out. */
export type CheckedArgs = Pick<EnvironmentArgs, "context"> & Partial<EnvironmentArgs>;

/** Everything that is wrong with the arguments of an Environment, relations between them included. */
export function validateEnvironment(args: CheckedArgs): Problem[] {
  const problems = new Problems();
  const { context, network, cluster, loadBalancer, notifications = {}, applicationPorts = [] } = args;
  validateContext(context, problems);
  if (network?.kind === "new") validateNewNetwork(network, context, problems);
  if (network?.kind === "existing") validateExistingNetwork(network, Boolean(loadBalancer), problems);
  if (cluster) validateCluster(cluster, context, problems);
  if (loadBalancer) validateLoadBalancer(loadBalancer, context, problems);
  for (const list of ["operations", "build"] as const) {
    for (const [i, address] of (notifications[list] ?? []).entries()) {
      problems.require(EMAIL.test(address), `notifications.${list}[${i}]`, `"${address}" is not an e-mail address`);
      problems.require(
        notifications[list]?.indexOf(address) === i,
        `notifications.${list}[${i}]`,
        `"${address}" is listed twice`,
      );
    }
  }
  for (const [i, port] of applicationPorts.entries()) {
    problems.require(isBetween(port, 1, 65535), `applicationPorts[${i}]`, `${port} is not a port; allowed is 1–65535`);
    problems.require(applicationPorts.indexOf(port) === i, `applicationPorts[${i}]`, `${port} is listed twice`);
  }
  validateHealthChecks(args.healthChecks ?? [], problems);
  return problems.all;
}

function validateContext({ prefix, owner }: Context, problems: Problems): void {
  if (prefix.length > MAX_PREFIX_LENGTH) {
    problems.add(
      "owner",
      `owner, project and stack make "${prefix}" of ${prefix.length} characters; at most ${MAX_PREFIX_LENGTH} leave room for AWS names: shorten one`,
    );
  }
  problems.require(
    !/^(aws|ecs|fargate)/i.test(owner),
    "owner",
    `"${owner}" begins with aws, ecs or fargate, which ECS refuses in names of capacity providers; use another`,
  );
}
