import * as aws from "../shared/aws";
import type { Scope } from "../shared/scope";
import type { NewNetworkArgs } from "./args";
import type { Network } from "./network";
import { allowFromGroup, createGroup } from "../shared/securityGroups";

/**
 * Services that tasks and instances call without internet access.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html: with any of the three of ECS missing,
 * the agent's traffic leaves the VPC. `ssm`, `ssmmessages` and `ec2messages` are Session Manager's.
 */
export const INTERFACE_ENDPOINTS = [
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "ecr.api",
  "ecr.dkr",
  "logs",
  "monitoring",
  "secretsmanager",
  "kms",
  "sts",
  "ssm",
  "ssmmessages",
  "ec2messages",
] as const;

/** The VPC endpoints that `args.endpoints` asks for; `clients` are the groups that may use the interface endpoints. */
export function createEndpoints(
  scope: Scope,
  args: NewNetworkArgs,
  network: Network,
  clients: Record<string, aws.ec2.SecurityGroup>,
): void {
  if (args.endpoints === "none") return;
  const serviceName = (service: string) =>
    `${scope.region.startsWith("cn-") ? "cn.com" : "com"}.amazonaws.${scope.region}.${service}`;
  new aws.ec2.VpcEndpoint(
    scope.id("endpoint-s3"),
    {
      vpcId: network.vpcId,
      // China's gateway endpoints keep the global prefix.
      serviceName: `com.amazonaws.${scope.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: network.routeTableIds,
      ...scope.common("endpoint-s3"),
    },
    scope.child,
  );
  if (args.endpoints !== "full") return;

  const group = createGroup(scope, "endpoints", "Interface endpoints of AWS services", network.vpcId);
  for (const [client, source] of Object.entries(clients)) {
    allowFromGroup(scope, { part: "endpoints", group, from: client, source, port: 443 });
  }
  for (const service of INTERFACE_ENDPOINTS) {
    const part = `endpoint-${service.replace(".", "-")}`;
    new aws.ec2.VpcEndpoint(
      scope.id(part),
      {
        vpcId: network.vpcId,
        serviceName: serviceName(service),
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: network.applicationSubnetIds,
        securityGroupIds: [group.id],
        ...scope.common(part),
      },
      scope.child,
    );
  }
}
