import { type Part, SERVICES } from "./layout";
import type { PictureModel, RegionModel } from "./model";
import { arrow, type Node, node, nodeHeight, plural, type Point, wrap } from "./shapes";

/** The services of the environment's region, and for each topic where messages reach it from above. */
export interface DrawnServices extends Part {
  topicTops: Map<string, number>;
}

/** Least and most room between two services; arrows between them need the least. */
const LEAST_GAP = 16;
const MOST_GAP = 34;

interface Service {
  content: Node;
  /** Name of the topic that the service is. */
  topic?: string;
  /** Whether it sends messages to the service above it. */
  tellsAbove?: boolean;
}

/** Topics, alarms, keys, logs and buckets of the environment's region, spread from `top` to `bottom` if they fit. */
export function drawServices(model: PictureModel, top: number, bottom: number): DrawnServices {
  const services = listServices(model);
  const heights = services.map(({ content }) => nodeHeight(content.notes.length));
  const room = bottom - top - heights.reduce((sum, height) => sum + height, 0);
  const gap = Math.min(MOST_GAP, Math.max(LEAST_GAP, Math.floor(room / (services.length - 1))));
  const topicTops = new Map<string, number>();
  const middle = SERVICES.x + SERVICES.width / 2;
  let y = top;
  const lines = services.flatMap(({ content, topic, tellsAbove }, index) => {
    const box = { ...SERVICES, y, height: heights[index]! };
    const up: [Point, Point] = [
      [middle, y],
      [middle, y - gap],
    ];
    if (topic !== undefined) topicTops.set(topic, y);
    y += box.height + gap;
    return [...node(box, content), ...(tellsAbove ? [arrow("message", ...up)] : [])];
  });
  return { lines, bottom: y - gap, topicTops };
}

function listServices({ regions: [home], buckets }: PictureModel): Service[] {
  const { topics, alarms, keys, logGroups } = home!;
  return [
    ...topics.flatMap((topic): Service[] => [
      { content: topicNode(topic), topic: topic.name },
      ...alarms
        .filter((each) => each.topic === topic.name)
        .map(({ names }) => ({ content: alarmsNode(names), tellsAbove: true })),
    ]),
    ...keys.map((key) => ({ content: keyNode(key) })),
    ...buckets.map((bucket) => ({ content: bucketNode(bucket) })),
    ...byRetention(logGroups).map(([days, names]) => ({ content: logsNode(days, names) })),
  ];
}

function topicNode({ name, subscribers, encrypted }: RegionModel["topics"][number]): Node {
  const facts = [plural(subscribers, "subscriber"), ...(encrypted ? ["encrypted"] : [])];
  return { kind: "messages", glyph: "megaphone", title: `Topic ${name}`, notes: [facts.join("  ·  ")] };
}

function alarmsNode(names: string[]): Node {
  return { kind: "messages", glyph: "bell", title: plural(names.length, "alarm"), notes: list(names) };
}

function keyNode({ name, rotated, locked }: RegionModel["keys"][number]): Node {
  const notes = [rotated ? "rotated every year" : "not rotated"];
  return { kind: "security", glyph: "key", title: `KMS key ${name}`, notes, locked };
}

function bucketNode({ name, expirationDays, locked }: PictureModel["buckets"][number]): Node {
  const days = expirationDays === undefined ? "objects stay" : `objects expire after ${plural(expirationDays, "day")}`;
  return { kind: "storage", glyph: "bucket", title: `Bucket ${name}`, notes: [days], locked };
}

function logsNode(days: number, names: string[]): Node {
  const title = `${plural(names.length, "log group")}, ${plural(days, "day")}`;
  return { kind: "storage", glyph: "lines", title, notes: list(names) };
}

function list(names: string[]): string[] {
  return wrap(names.join(", ").split(" "), "note", SERVICES.width - 50);
}

function byRetention(groups: RegionModel["logGroups"]): [number, string[]][] {
  const days = [...new Set(groups.map((group) => group.days))];
  return days.map((each) => [each, groups.filter((group) => group.days === each).map(({ name }) => name)]);
}
