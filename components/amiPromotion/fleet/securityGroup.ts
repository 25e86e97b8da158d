import type { Environment } from "../../environment";
import type * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import { allowFromGroup, createGroup } from "../../shared/securityGroups";

/** What a security group takes of a fleet or of the release box. */
interface Entered {
  name: string;
  route?: { port: number };
}

/**
 * The group of a fleet's instances: entered by the load balancer on the route's port, by nobody without a route. What they
 * reach, HTTPS and databases, the environment's application group says, which they are in as well.
 */
export function createFleetSecurityGroup(
  scope: Scope,
  { name, route }: Entered,
  environment: Environment,
): aws.ec2.SecurityGroup {
  const group = createGroup(scope, name, `Instances ${scope.id(name)}`, environment.network.vpcId);
  if (route) {
    const source = environment.securityGroups.loadBalancer!;
    allowFromGroup(scope, { part: name, group, from: "alb", source, port: route.port });
  }
  return group;
}
