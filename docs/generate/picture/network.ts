import { TIERS, type Tier } from "../../../components/environment/subnets";
import { FRONT, PAD, type Part } from "./layout";
import type { AdmissionModel, NetworkModel, PictureModel } from "./model";
import { type Arrangement, arrangeNetwork } from "./networkArrangement";
import { arrow, bottomOf, chipsBefore, node, nodeHeight, type Point, rectangle, text } from "./shapes";

/** The network, and the point at which requests reach its load balancer. */
export interface DrawnNetwork extends Part {
  entrance: Point;
}

const TIER_PAINT: Record<Tier, string> = {
  public: 'fill="#e9f5ec" stroke="#c5e3cb"',
  application: 'fill="#e9f1fb" stroke="#c6daf3"',
  database: 'fill="#f2effa" stroke="#d8cff0"',
};

/** The VPC: a column for each zone, a row for each tier; what serves all zones lies across the columns. */
export function drawNetwork(model: PictureModel, top: number): DrawnNetwork {
  const arrangement = arrangeNetwork(model, top);
  const { vpc, balancer, cluster, endpoints, database, tiers } = arrangement;
  return {
    lines: [
      ...drawVpc(model.network, arrangement),
      ...drawZones(model.network, arrangement),
      ...drawDatabaseTraffic(model, arrangement),
      ...[balancer, cluster, endpoints, database].flatMap((across) => (across ? node(across.box, across.content) : [])),
      ...drawRequests(model, arrangement),
      ...drawGateways(model, arrangement),
      ...drawEndpointTraffic(model.network, arrangement),
    ],
    bottom: bottomOf(vpc),
    entrance: [FRONT.middle, balancer?.box.y ?? tiers.public.y],
  };
}

function drawVpc({ cidr, flowLogs, gatewayEndpoints }: NetworkModel, { vpc, tiers }: Arrangement): string[] {
  const facts = [
    ...(flowLogs ? [`flow logs: ${flowLogs}`] : []),
    ...gatewayEndpoints.map((service) => `${service.toUpperCase()} gateway endpoint`),
  ];
  return [
    rectangle(vpc, 8, 'fill="#ffffff" stroke="#6d4fc4" stroke-width="1.2"'),
    text(vpc.x + PAD, vpc.y + 24, "name", `VPC ${cidr}`),
    ...chipsBefore(vpc.x + vpc.width - PAD, vpc.y + 9, facts),
    ...TIERS.map((tier) => {
      const [x, y] = [vpc.x + PAD + 9, tiers[tier].y + tiers[tier].height / 2];
      return text(x, y, "tier", tier, { anchor: "middle", turned: true });
    }),
  ];
}

function drawZones(
  { databaseReachesInternet }: NetworkModel,
  { zones, tiers, isolation: baseline }: Arrangement,
): string[] {
  const isolation = databaseReachesInternet ? "internet through NAT" : "no route to the internet";
  return zones.flatMap(({ box, zone }) => [
    rectangle(box, 6, 'fill="none" stroke="#b8c2d0" stroke-dasharray="3 3"'),
    text(box.x + 10, box.y + 17, "note", zone.name),
    ...TIERS.flatMap((tier) => [
      rectangle({ ...tiers[tier], x: box.x + 4, width: box.width - 8 }, 4, TIER_PAINT[tier]),
      text(box.x + 12, tiers[tier].y + 18, "port", zone.subnets[tier]),
    ]),
    text(box.x + 12, baseline, "note", isolation),
  ]);
}

/** From the load balancer to the applications in every zone. */
function drawRequests({ loadBalancer }: PictureModel, { zones, balancer, cluster, gatewayTop }: Arrangement): string[] {
  if (!loadBalancer?.targets.length || !balancer) return [];
  const ports = portsOf(loadBalancer.targets);
  return zones.flatMap(({ box }) => {
    const x = box.x + box.width - 22;
    return [
      arrow("traffic", [x, bottomOf(balancer.box)], [x, cluster.box.y]),
      text(x - 6, gatewayTop + 25, "port", ports, { anchor: "end" }),
    ];
  });
}

/** From the applications out through the NAT gateways. */
function drawGateways({ exits }: PictureModel, { zones, gatewayTop, cluster, tiers }: Arrangement): string[] {
  return zones
    .filter(({ zone }) => zone.natGateway)
    .flatMap(({ box }) => {
      const gateway = { x: box.x + 12, y: gatewayTop, width: 100, height: nodeHeight(0) };
      const x = gateway.x + gateway.width - 10;
      return [
        ...node(gateway, { kind: "network", glyph: "gateway", title: "NAT", notes: [] }),
        arrow("traffic", [x, cluster.box.y], [x, bottomOf(gateway)]),
        text(x + 6, tiers.application.y + 18, "port", exits.join(", ")),
      ];
    });
}

function drawEndpointTraffic({ endpointClients }: NetworkModel, { cluster, endpoints }: Arrangement): string[] {
  if (!endpoints) return [];
  return [
    arrow("traffic", [FRONT.middle, bottomOf(cluster.box)], [FRONT.middle, endpoints.box.y]),
    text(FRONT.middle + 8, endpoints.box.y - 10, "port", portsOf(endpointClients)),
  ];
}

/** From the applications down to the database; interface endpoints in between lie over the arrow. */
function drawDatabaseTraffic({ database }: PictureModel, { cluster, database: across }: Arrangement): string[] {
  if (!database || !across) return [];
  const x = across.box.x + across.box.width - 34;
  return [
    arrow("traffic", [x, bottomOf(cluster.box)], [x, across.box.y]),
    text(x - 6, across.box.y - 8, "port", portsOf(database.clients), { anchor: "end" }),
  ];
}

function portsOf(admissions: AdmissionModel[]): string {
  return [...new Set(admissions.flatMap(({ ports }) => ports))].join(", ");
}
