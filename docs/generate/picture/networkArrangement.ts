import type { Tier } from "../../../components/environment/subnets";
import { NETWORK, PAD } from "./layout";
import type { PictureModel } from "./model";
import { balancerNode, clusterNode, databaseNode, endpointsNode } from "./networkNodes";
import { bottomOf, type Box, type Node, nodeHeight } from "./shapes";

type Zone = PictureModel["network"]["zones"][number];

/** A node that serves all zones, and where it lies across them. */
export interface Across {
  box: Box;
  content: Node;
}

/** Where the parts of the network are. */
export interface Arrangement {
  vpc: Box;
  zones: { box: Box; zone: Zone }[];
  tiers: Record<Tier, { y: number; height: number }>;
  balancer?: Across;
  gatewayTop: number;
  cluster: Across;
  endpoints?: Across;
  database?: Across;
  /** Baseline of the words on the database tier's way out. */
  isolation: number;
}

/** Room for the names of the tiers, and above the first node of a subnet for its range. */
const TIER_NAMES = 22;
const CAPTION = 26;
const BETWEEN_TIERS = 10;
const BETWEEN_ZONES = 12;
const VPC_HEAD = 38;
const ZONE_HEAD = 26;

/** Arranges the network from `top` down: the tiers are as high as what they contain. */
export function arrangeNetwork(model: PictureModel, top: number): Arrangement {
  const { zones } = model.network;
  const left = NETWORK.x + PAD + TIER_NAMES;
  const columns = NETWORK.x + NETWORK.width - PAD - left;
  const width = Math.floor((columns - BETWEEN_ZONES * (zones.length - 1)) / zones.length);
  const across = (y: number, content: Node): Across => ({
    box: { x: left + 12, y, width: columns - 24, height: nodeHeight(content.notes.length) },
    content,
  });

  const publicTop = top + VPC_HEAD + ZONE_HEAD;
  const balancer = model.loadBalancer && across(publicTop + CAPTION, balancerNode(model.loadBalancer));
  const gatewayTop = balancer ? bottomOf(balancer.box) + BETWEEN_TIERS : publicTop + CAPTION;
  const publicBottom = gatewayTop + (zones.some(({ natGateway }) => natGateway) ? nodeHeight(0) + 8 : 0);

  const applicationTop = publicBottom + BETWEEN_TIERS;
  const cluster = across(applicationTop + CAPTION, clusterNode(model));
  const services = endpointsNode(model.network, columns - 24);
  const endpoints = services && across(bottomOf(cluster.box) + 28, services);
  const applicationBottom = bottomOf((endpoints ?? cluster).box) + 8;

  const databaseTop = applicationBottom + BETWEEN_TIERS;
  const database = model.database && across(databaseTop + CAPTION, databaseNode(model.database));
  const isolation = (database ? bottomOf(database.box) : databaseTop + 22) + 18;
  const databaseBottom = isolation + 18;
  const bottom = databaseBottom + 4 + PAD;
  return {
    vpc: { ...NETWORK, y: top, height: bottom - top },
    zones: zones.map((zone, index) => ({
      zone,
      box: {
        x: left + index * (width + BETWEEN_ZONES),
        y: top + VPC_HEAD,
        width,
        height: bottom - PAD - top - VPC_HEAD,
      },
    })),
    tiers: {
      public: { y: publicTop, height: publicBottom - publicTop },
      application: { y: applicationTop, height: applicationBottom - applicationTop },
      database: { y: databaseTop, height: databaseBottom - databaseTop },
    },
    balancer,
    gatewayTop,
    cluster,
    endpoints,
    database,
    isolation,
  };
}
