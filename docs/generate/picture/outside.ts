import { FRONT, HEALTH_CHECK, OTHER_REGION, PAD, type Part } from "./layout";
import type { LoadBalancerModel, PictureModel, RegionModel } from "./model";
import { arrow, frame, type Node, node, nodeHeight, plural, type Point } from "./shapes";

/** What is outside the environment's region, and the points from which arrows go down into it. */
export interface Outside extends Part {
  requests?: Point;
  forwarded: { topic: string; from: Point }[];
}

/** The internet, health checks and other regions, in one row. */
export function drawOutside(model: PictureModel, top: number): Outside {
  const others = model.regions.slice(1).map((region) => drawRegion(region, model.forwarders, top));
  const clients = model.loadBalancer && clientsNode(model.loadBalancer);
  const check = healthCheckNode(model.healthChecks);
  const tallest = Math.max(0, ...[clients, check].map((content) => (content ? heightOf(content) : 0)));
  const middle = others[0]?.middle ?? top + tallest / 2;
  const place = (column: { x: number; width: number }, content: Node | undefined) =>
    content ? node({ ...column, y: middle - heightOf(content) / 2, height: heightOf(content) }, content) : [];
  return {
    lines: [
      ...others.flatMap(({ lines }) => lines),
      ...place(FRONT, clients),
      ...place(HEALTH_CHECK, check),
      ...(clients && check ? [arrow("traffic", [HEALTH_CHECK.x, middle], [FRONT.x + FRONT.width, middle])] : []),
      ...(check && others.length > 0
        ? [arrow("message", [HEALTH_CHECK.x + HEALTH_CHECK.width, middle], [OTHER_REGION.x + PAD, middle])]
        : []),
    ],
    bottom: Math.max(middle + tallest / 2, ...others.map(({ bottom }) => bottom)),
    requests: clients && [FRONT.middle, middle + heightOf(clients) / 2],
    forwarded: others.flatMap(({ forwarded }) => forwarded),
  };
}

function clientsNode({ entrances, domains }: LoadBalancerModel): Node {
  const cidrs = entrances.map(({ cidr }) => cidr);
  const title = cidrs.includes("0.0.0.0/0") ? "Internet" : "Admitted networks";
  return {
    kind: "outside",
    glyph: "globe",
    title,
    notes: [cidrs, domains].filter(({ length }) => length > 0).map((names) => names.join(", ")),
  };
}

function healthCheckNode([check, ...more]: PictureModel["healthChecks"]): Node | undefined {
  if (!check) return undefined;
  const title = more.length > 0 ? plural(more.length + 1, "health check") : `Health check ${check.name}`;
  const notes = ["Route 53", `${new URL(check.url).pathname} every ${check.intervalSeconds} s`];
  return { kind: "outside", glyph: "pulse", title, notes };
}

function heightOf({ notes }: Node): number {
  return nodeHeight(notes.length);
}

/** Another region: its alarms tell a topic whose messages a function forwards to the environment's region. */
function drawRegion(region: RegionModel, allForwarders: PictureModel["forwarders"], top: number) {
  const box = { ...OTHER_REGION, y: top, height: 104 };
  const forwarders = allForwarders.filter((forwarder) => forwarder.region === region.name);
  const nodes = [...alarms(region), ...topics(region), ...forwarders.map(() => forwarderNode(region))];
  const between = 22;
  const width = Math.floor((box.width - 2 * PAD - between * (nodes.length - 1)) / nodes.length);
  const [y, height] = [top + 40, nodeHeight(1)];
  const x = (index: number) => box.x + PAD + index * (width + between);
  const middle = y + height / 2;
  return {
    lines: [
      ...frame(box, region.name),
      ...nodes.flatMap((each, index) => node({ x: x(index), y, width, height }, each)),
      ...nodes.slice(1).map((_, index) => arrow("message", [x(index) + width, middle], [x(index + 1), middle])),
    ],
    middle,
    bottom: box.y + box.height,
    forwarded: forwarders.map(({ to }, index) => ({
      topic: to,
      from: [x(nodes.length - forwarders.length + index) + width / 2, y + height] as Point,
    })),
  };
}

function alarms({ alarms: all }: RegionModel): Node[] {
  return all.map(({ names }) => ({
    kind: "messages",
    glyph: "bell",
    title: plural(names.length, "alarm"),
    notes: ["CloudWatch"],
  }));
}

function topics({ topics: all, keys }: RegionModel): Node[] {
  return all.map(({ name, encrypted }) => ({
    kind: "messages",
    glyph: "megaphone",
    title: `Topic ${name}`,
    notes: [encrypted ? "KMS key" : "no key"],
    locked: keys.some(({ locked }) => locked),
  }));
}

function forwarderNode({ logGroups: [logs] }: RegionModel): Node {
  return {
    kind: "compute",
    glyph: "lambda",
    title: "Forwarder",
    notes: [logs ? `logs ${plural(logs.days, "day")}` : "Lambda"],
  };
}
