import { EMAIL } from "../../shared/formats";
import { Problems, type Problem } from "../../shared/problems";
import type { EnvironmentArgs } from "../args";
import { validateCluster } from "./cluster";
import { validateContext } from "./context";
import { validateHealthChecks } from "./healthChecks";
import { validateLoadBalancer } from "./loadBalancer";
import { validateExistingNetwork, validateNewNetwork } from "./network";

/** Arguments to check; those that are known to be wrong already may be left out. */
export type CheckedArgs = Pick<EnvironmentArgs, "context"> & Partial<EnvironmentArgs>;

/** Everything that is wrong with the arguments of an Environment, relations between them included. */
export function validateEnvironment(args: CheckedArgs): Problem[] {
  const problems = new Problems();
  const { context, network, cluster, loadBalancer, notifications = {} } = args;
  validateContext(context, problems);
  if (network?.kind === "new") validateNewNetwork(network, Boolean(loadBalancer), context, problems);
  if (network?.kind === "existing") validateExistingNetwork(network, Boolean(loadBalancer), problems);
  if (cluster) validateCluster(cluster, context, problems);
  if (loadBalancer) validateLoadBalancer(loadBalancer, context, problems);
  for (const list of ["operations", "build"] as const) {
    const addresses = notifications[list] ?? [];
    problems.unique(addresses, `notifications.${list}`);
    for (const [i, address] of addresses.entries()) {
      problems.require(EMAIL.test(address), `notifications.${list}[${i}]`, `"${address}" is not an e-mail address`);
    }
  }
  validateHealthChecks(args.healthChecks ?? [], context, problems);
  return problems.all;
}
