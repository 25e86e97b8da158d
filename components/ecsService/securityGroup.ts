import type * as aws from "../shared/aws";
import { allowFromGroup, createGroup } from "../shared/securityGroups";
import type { Scope } from "../shared/scope";
import type { EcsServiceArgs } from "./args";
import type { EcsService } from "./index";

/** The security group of a service's tasks: entered by the load balancer on the route's port, and by whoever connects. */
export function createSecurityGroup(scope: Scope, { name, environment, route }: EcsServiceArgs): aws.ec2.SecurityGroup {
  const group = createGroup(scope, "tasks", `Tasks of ${name}`, environment.network.vpcId);
  if (route) {
    const source = environment.securityGroups.loadBalancer!;
    allowFromGroup(scope, { part: name, group, from: "alb", source, port: route.port });
  }
  return group;
}

/** A service as others see it. */
type Peer = Pick<EcsService, "name" | "securityGroup" | "discovery">;

/** Lets the tasks of `client` reach those of `server` on the port at which it is found. */
export function allowConnection(scope: Scope, client: Peer, server: Peer): void {
  allowFromGroup(scope, {
    part: server.name,
    group: server.securityGroup,
    from: client.name,
    source: client.securityGroup,
    port: server.discovery!.port,
  });
}
