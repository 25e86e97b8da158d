import type { EnvironmentArgs } from "../../components/environment/args";
import { Context, type Identity } from "../../components/shared/context";

/** A context like that of the Twig riglet's integration environment. */
export function contextOf(changes: Partial<Identity> = {}): Context {
  return new Context({
    owner: "buildit",
    project: "twig",
    environment: "integration",
    stage: "development",
    region: "us-west-2",
    ...changes,
  });
}

/** Arguments with every part of an environment; tests change the one that they are about. */
export function argsOf(changes: Partial<EnvironmentArgs> = {}): EnvironmentArgs {
  return {
    context: contextOf(),
    network: {
      kind: "new",
      cidr: "10.10.0.0/16",
      zones: ["us-west-2a", "us-west-2b"],
      subnets: { public: 24, application: 20, database: 24 },
      natGateways: "perZone",
      endpoints: "full",
      databaseInternetAccess: true,
      flowLogs: "ALL",
    },
    cluster: { instances: { instanceType: "t3.small", minSize: 1, maxSize: 2 } },
    loadBalancer: {
      domain: { name: "twig.buildit.tools", aliases: ["*.twig.buildit.tools"], hostedZone: "buildit.tools" },
      webAclArn: "arn:aws:wafv2:us-west-2:123456789012:regional/webacl/edge/1",
    },
    serviceDiscovery: true,
    notifications: { operations: ["ops@buildit.tools"], build: ["build@buildit.tools"] },
    healthChecks: [{ name: "web", domain: "twig.buildit.tools" }],
    ...changes,
  };
}
