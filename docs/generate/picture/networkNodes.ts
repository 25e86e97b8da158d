import type { DatabaseModel, LoadBalancerModel, NetworkModel, PictureModel } from "./model";
import { type Node, plural, wrap } from "./shapes";

/** The load balancer, with what its listeners answer. */
export function balancerNode({ name, internal, locked, listeners }: LoadBalancerModel): Node {
  const answers = listeners.map(
    ({ port, protocol, tls, answer }) => `${protocol} ${port}${tls ? ` (${tls})` : ""}: ${answer}`,
  );
  return {
    kind: "network",
    glyph: "fork",
    title: `${internal ? "Internal load" : "Load"} balancer ${name}`,
    notes: answers,
    locked,
  };
}

/** The cluster, with its capacity and the ports of the security group of its applications. */
export function clusterNode({ cluster, loadBalancer, exits }: PictureModel): Node {
  const { name, instances, fargate, insights, services } = cluster;
  const capacity = [
    ...instances.map(({ type, min, max }) => `${min}–${max} × ${type}`),
    ...fargate.map((provider) => CAPACITY_NAMES[provider] ?? provider),
  ];
  const admitted = (loadBalancer?.targets ?? []).map(
    ({ group, ports }) => `group ${group}: TCP ${ports.join(", ")} from the load balancer`,
  );
  return {
    kind: "compute",
    glyph: "cubes",
    title: `ECS cluster ${name}`,
    notes: [
      [...capacity, ...(insights ? [`Container Insights ${insights}`] : [])].join("  ·  "),
      ...services.map((service) => `service ${service.name}: ${service.tasks} tasks, ${service.strategy} deployments`),
      [...admitted, ...(exits.length > 0 ? [`out: TCP ${exits.join(", ")}`] : [])].join("  ·  "),
    ].filter((note) => note !== ""),
  };
}

const CAPACITY_NAMES: Record<string, string> = { FARGATE: "Fargate", FARGATE_SPOT: "Fargate Spot" };

/** The interface endpoints, if there are any, with the names of their services. */
export function endpointsNode({ interfaceEndpoints, endpointClients }: NetworkModel, width: number): Node | undefined {
  if (interfaceEndpoints.length === 0) return undefined;
  const clients = endpointClients.map(({ group }) => group);
  return {
    kind: "network",
    glyph: "plug",
    title: `${plural(interfaceEndpoints.length, "interface endpoint")} for ${clients.join(" and ")}`,
    notes: wrap(interfaceEndpoints, "note", width - 50),
  };
}

/** The database; which zone it is in, only the account knows. */
export function databaseNode({ name, instanceType, volume, locked, clients }: DatabaseModel): Node {
  const admitted = clients.map(({ group, ports }) => `TCP ${ports.join(", ")} from ${group}`);
  return {
    kind: "storage",
    glyph: "cylinder",
    title: `Database ${name}, in one of the zones`,
    notes: [[instanceType, volume, ...admitted].join("  ·  ")],
    locked,
  };
}
