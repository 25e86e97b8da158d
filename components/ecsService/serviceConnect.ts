import type * as aws from "../shared/aws";
import type { Scope } from "../shared/scope";
import type { EcsServiceArgs } from "./args";
import { portName, type Discovery } from "./discovery";

/**
 * The proxy of Service Connect: beside a service that is found by it, and beside its clients, which find it only so.
 * It logs to the service's log group. Undefined for services that need none.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
 */
export function serviceConnectConfiguration(
  scope: Scope,
  { name, environment, connectsTo = [] }: EcsServiceArgs,
  discovery: Discovery | undefined,
  logGroup: aws.cloudwatch.LogGroup,
): aws.ecs.ServiceArgs["serviceConnectConfiguration"] {
  const server = discovery?.via === "serviceConnect" ? discovery : undefined;
  const isClient = connectsTo.some((service) => service.discovery?.via === "serviceConnect");
  if (!server && !isClient) return undefined;
  return {
    enabled: true,
    namespace: environment.namespace!.arn,
    ...(server && {
      services: [
        {
          portName: portName(server.port),
          discoveryName: name,
          clientAlias: [{ dnsName: server.host, port: server.port }],
        },
      ],
    }),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logGroup.name,
        "awslogs-region": scope.region,
        "awslogs-stream-prefix": "service-connect",
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    },
  };
}
