import type { Host } from "../../environment/host";
import type { Problems } from "../../shared/problems";
import { trafficShiftOf } from "../deployment/strategy";
import type { CheckedServiceArgs } from "./index";
import { validatePort } from "./port";

/** How a service is found, and whom it connects to. */
export function validateDiscovery(args: CheckedServiceArgs, host: Host, problems: Problems): void {
  const { discovery, connectsTo = [] } = args;
  if (discovery) {
    problems.require(
      host.namespace !== undefined,
      "discovery",
      "needs a namespace, and the environment has none; set serviceDiscovery there to true",
    );
    validatePort(args, discovery.port, "discovery.port", problems);
    problems.require(
      discovery.via !== "dns" || discovery.protocol === undefined,
      "discovery.protocol",
      `"${discovery.protocol}" is for proxies, and "dns" has none; leave it out, or use "serviceConnect"`,
    );
    // Cloud Map lists every healthy task. Service Connect moves its clients as the load balancer does its own:
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-blue-green.html
    const shift = trafficShiftOf(args.deployment);
    problems.require(
      discovery.via !== "dns" || shift === undefined,
      "discovery.via",
      `"dns" leads clients to the tasks of both versions while "${shift?.strategy}" keeps the new ones back; use "serviceConnect", or deployment strategy "rolling"`,
    );
  }
  const names = connectsTo.map(({ name }) => name);
  problems.unique(names, "connectsTo");
  for (const [i, server] of connectsTo.entries()) {
    problems.require(
      server.discovery !== undefined,
      `connectsTo[${i}]`,
      `service "${server.name}" has no discovery; give it one`,
    );
  }
}
