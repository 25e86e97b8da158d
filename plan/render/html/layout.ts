import ELK, { type ElkExtendedEdge, type ElkNode } from "elkjs";
import { type Actor, type Architecture, type Area, type Connection, isArea, type Part } from "../architecture/model";

/** Sizes in the picture's units: pixels at 1:1. */
export const LINE = 17;
export const PADDING = 12;
const TITLE = 30;
const MIN_WIDTH = 110;

/** Actors in a column of those that have no connection. */
const COLUMN = 5;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A picture with everything in its place; what contains other parts comes before them. */
export interface Layout {
  width: number;
  height: number;
  areas: (Box & { area: Area; depth: number })[];
  actors: (Box & { actor: Actor })[];
  connections: { connection: Connection; points: [x: number, y: number][]; label?: Box }[];
}

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.layered.spacing.nodeNodeBetweenLayers": "36",
  "elk.spacing.nodeNode": "18",
  "elk.spacing.edgeNode": "16",
  "elk.spacing.componentComponent": "18",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
};

/** Finds a place for everything in the picture. */
export async function layOut({ parts, connections }: Architecture): Promise<Layout> {
  const root: ElkNode = {
    id: "picture",
    layoutOptions: OPTIONS,
    children: parts.map(elkNode),
    edges: [...connections.map(elkEdge), ...columns(parts, connections)],
  };
  const graph = await new ELK().layout(root);
  const layout: Layout = { width: graph.width ?? 0, height: graph.height ?? 0, areas: [], actors: [], connections: [] };
  const place = (nodes: ElkNode[], of: Part[], depth: number) => {
    for (const part of of) {
      const node = nodes.find(({ id }) => id === part.id);
      if (!node) continue;
      if (isArea(part)) {
        layout.areas.push({ ...boxOf(node), area: part, depth });
        place(node.children ?? [], part.parts, depth + 1);
      } else {
        layout.actors.push({ ...boxOf(node), actor: part });
      }
    }
  };
  place(graph.children ?? [], parts, 0);
  const edges = new Map(graph.edges?.map((edge) => [edge.id, edge]));
  layout.connections = connections.flatMap((connection, index) => {
    const edge = edges.get(edgeId(index));
    const points = (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) =>
      [startPoint, ...bendPoints, endPoint].map(({ x, y }): [number, number] => [x, y]),
    );
    const [label] = edge?.labels ?? [];
    return points.length > 0 ? [{ connection, points, ...(label ? { label: boxOf(label) } : {}) }] : [];
  });
  return layout;
}

function elkNode(part: Part): ElkNode {
  if (isArea(part)) {
    const padding = `[top=${TITLE + PADDING},left=${PADDING},bottom=${PADDING},right=${PADDING}]`;
    const options = {
      "elk.padding": padding,
      "elk.nodeSize.constraints": "MINIMUM_SIZE",
      "elk.nodeSize.minimum": `(${textWidth(part.title) + 2 * PADDING},0)`,
    };
    return { id: part.id, layoutOptions: options, children: part.parts.map(elkNode) };
  }
  const width = Math.max(MIN_WIDTH, ...[part.title, ...part.notes].map(textWidth)) + 2 * PADDING;
  return { id: part.id, width, height: (1 + part.notes.length) * LINE + 2 * PADDING };
}

function elkEdge({ from, to, label }: Connection, index: number): ElkExtendedEdge {
  const labels = label === "" ? [] : [{ text: label, width: textWidth(label), height: LINE }];
  return { id: edgeId(index), sources: [from], targets: [to], labels };
}

/** Edges that are not drawn: they put actors without a connection below each other, where there are many. */
function columns(parts: Part[], connections: Connection[]): ElkExtendedEdge[] {
  const connected = new Set(connections.flatMap(({ from, to }) => [from, to]));
  const alone = parts.filter((part) => !isArea(part) && !connected.has(part.id));
  const below = alone.slice(1).map((part, index) => ({
    id: `column ${part.id}`,
    sources: [alone[index]!.id],
    targets: [part.id],
  }));
  return [
    ...below.filter((_, index) => (index + 1) % COLUMN !== 0),
    ...parts.filter(isArea).flatMap((area) => columns(area.parts, connections)),
  ];
}

function edgeId(index: number): string {
  return `connection ${index}`;
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x, y, width, height };
}

/** Width that a text takes at most: an image cannot measure its text. */
export function textWidth(text: string): number {
  return Math.ceil([...text].length * 7.4);
}
