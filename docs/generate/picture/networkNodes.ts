import type { LoadBalancerModel, PictureModel } from "./model";
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
export function clusterNode({ cluster, admissions, loadBalancer, exits }: PictureModel): Node {
  const { name, instances, fargate, insights } = cluster;
  const capacity = [
    ...instances.map(({ type, min, max }) => `${min}–${max} × ${type}`),
    ...fargate.map((provider) => CAPACITY_NAMES[provider] ?? provider),
  ];
  const admitted = admissions
    .filter(({ from }) => from === loadBalancer?.group)
    .map(({ from, to, ports }) => `group ${to}: TCP ${ports.join(", ")} from ${from}`);
  return {
    kind: "compute",
    glyph: "cubes",
    title: `ECS cluster ${name}`,
    notes: [
      [...capacity, ...(insights ? [`Container Insights ${insights}`] : [])].join("  ·  "),
      [...admitted, ...(exits.length > 0 ? [`out: TCP ${exits.join(", ")}`] : [])].join("  ·  "),
    ].filter((note) => note !== ""),
  };
}

const CAPACITY_NAMES: Record<string, string> = { FARGATE: "Fargate", FARGATE_SPOT: "Fargate Spot" };

/** The interface endpoints, if there are any, with the names of their services. */
export function endpointsNode(
  { network: { interfaceEndpoints }, admissions }: PictureModel,
  width: number,
): Node | undefined {
  if (interfaceEndpoints.length === 0) return undefined;
  const clients = admissions.filter(({ to }) => to === "endpoints").map(({ from }) => from);
  return {
    kind: "network",
    glyph: "plug",
    title: `${plural(interfaceEndpoints.length, "interface endpoint")} for ${clients.join(" and ")}`,
    notes: wrap(interfaceEndpoints, "note", width - 50),
  };
}
