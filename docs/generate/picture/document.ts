import { FRONT, MARGIN, PAD, type Part, WIDTH } from "./layout";
import type { PictureModel } from "./model";
import { drawNetwork } from "./network";
import { drawOutside, type Outside } from "./outside";
import { drawServices } from "./services";
import {
  arrow,
  bottomOf,
  type Box,
  chipsBefore,
  DEFINITIONS,
  escape,
  frame,
  lock,
  node,
  nodeHeight,
  plural,
  type Point,
  rectangle,
  STYLE,
  text,
} from "./shapes";

const REGION_HEAD = 38;

/** The architecture of a stack as an SVG document, without references to anything outside it. */
export function drawPicture(model: PictureModel): string {
  const body = drawBody(model, 88);
  const legend = body.bottom + 26;
  const height = legend + 22;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escape(`${model.environment}: the planned stack`)}</title>`,
    `<desc id="description">${escape(describe(model))}</desc>`,
    `<style>${STYLE}</style>`,
    `<defs>${DEFINITIONS}</defs>`,
    rectangle({ x: 0.5, y: 0.5, width: WIDTH - 1, height: height - 1 }, 12, 'fill="#f6f8fa" stroke="#d0d7de"'),
    ...drawHeader(model),
    ...body.lines,
    ...drawLegend(legend),
    "</svg>",
    "",
  ].join("\n");
}

/** The picture in words. */
function describe({ environment, region, network, cluster, loadBalancer, database, label }: PictureModel): string {
  const gateways = network.zones.filter(({ natGateway }) => natGateway).length;
  return [
    `Environment ${environment} in ${region}`,
    `VPC ${network.cidr} in ${plural(network.zones.length, "zone")} with ${plural(gateways, "NAT gateway")}`,
    ...(loadBalancer ? [`load balancer ${loadBalancer.name}`] : []),
    `ECS cluster ${cluster.name}`,
    ...(database ? [`database ${database.name}`] : []),
    label,
  ].join("; ");
}

function drawHeader({ environment, label, resources, policies }: PictureModel): string[] {
  return [
    text(MARGIN, 41, "heading", environment),
    text(MARGIN, 63, "note", label),
    ...chipsBefore(WIDTH - MARGIN, 24, [plural(resources, "resource"), ...policies]),
  ];
}

function drawBody(model: PictureModel, top: number): Part {
  const outside = drawOutside(model, top);
  const region = { x: MARGIN, y: outside.bottom + 30, width: WIDTH - 2 * MARGIN };
  const webAcl = model.loadBalancer?.webAcl;
  const wall = { ...FRONT, y: region.y + PAD, height: webAcl ? nodeHeight(0) : 0 };
  const networkTop = webAcl ? bottomOf(wall) + 18 : region.y + REGION_HEAD;
  const network = drawNetwork(model, networkTop);
  const services = drawServices(model, networkTop, network.bottom);
  const bottom = Math.max(network.bottom, services.bottom) + 16;
  return {
    lines: [
      ...frame({ ...region, height: bottom - region.y }, model.region),
      ...outside.lines,
      ...network.lines,
      ...services.lines,
      ...(webAcl ? node(wall, { kind: "security", glyph: "shield", title: `WAF ${webAcl}`, notes: [] }) : []),
      ...drawRequests(model, outside, webAcl ? wall : undefined, network.entrance),
      ...outside.forwarded.map(({ topic, from }) => arrow("message", from, [from[0], services.topicTops.get(topic)!])),
    ],
    bottom,
  };
}

/** From the clients to the load balancer, through the firewall if there is one. */
function drawRequests(model: PictureModel, { requests }: Outside, wall: Box | undefined, entrance: Point): string[] {
  if (!model.loadBalancer || !requests) return [];
  const ports = [...new Set(model.loadBalancer.entrances.flatMap((each) => each.ports))];
  return [
    text(requests[0] + 8, requests[1] + 18, "port", `TCP ${ports.join(", ")}`),
    ...(wall ? [arrow("traffic", requests, [FRONT.middle, wall.y])] : []),
    arrow("traffic", wall ? [FRONT.middle, bottomOf(wall)] : requests, entrance),
  ];
}

function drawLegend(y: number): string[] {
  const line = (x: number): [Point, Point] => [
    [x, y - 4],
    [x + 30, y - 4],
  ];
  return [
    arrow("traffic", ...line(MARGIN)),
    text(MARGIN + 38, y, "note", "admitted by a security-group rule, with its ports"),
    arrow("message", ...line(MARGIN + 350)),
    text(MARGIN + 388, y, "note", "notification"),
    lock(MARGIN + 500, y - 12),
    text(MARGIN + 518, y, "note", "protected: cannot be deleted by mistake"),
  ];
}
