import { accessOf } from "../../diff/security/access";
import type { PlannedResource, PropertyValue, StackPlan } from "../../model";
import { isObject, unwrap } from "../../values";
import { count } from "../count";
import { actorsOf, type PlacedActor, type Place } from "./actors";
import { groupsByActor } from "./groups";
import type { Actor, Area, Architecture, Connection } from "./model";

const INTERNET: Actor = { id: "internet", kind: "internet", title: "Internet", notes: [] };
const ANYWHERE = ["0.0.0.0/0", "::/0"];

/** Most actors of a kind that one part of the picture shows one by one. */
const MAX_ALIKE = 24;

const TIERS: [place: Place, title: string][] = [
  ["public", "Public subnets"],
  ["application", "Application subnets"],
  ["database", "Database subnets"],
];

/** The picture of a stack: its regions, network, tiers and zones, what works in them, and who can reach whom. */
export function readArchitecture({ name, region: home = "region unknown", resources }: StackPlan): Architecture {
  const actors = withShortNames(actorsOf(resources, home));
  const connections = [...reachability(resources, actors), ...workings(resources, actors)];
  const regions = [...new Set([home, ...actors.map(({ region }) => region)])];
  const areas = regions.map((region): Area => {
    const here = actors.filter((actor) => actor.region === region);
    const network = region === home ? networkOf(resources, here, name) : undefined;
    const outside = here.filter(({ place }) => place === "region" || network === undefined);
    return { id: `region ${region}`, title: region, parts: [...(network ? [network] : []), ...alike(outside, region)] };
  });
  const parts = connections.some(({ from }) => from === INTERNET.id) ? [INTERNET, ...areas] : areas;
  return withoutMissing({ parts: parts.filter((part) => !("parts" in part) || part.parts.length > 0), connections });
}

function networkOf(resources: PlannedResource[], actors: PlacedActor[], stack: string): Area | undefined {
  const vpc = resources.find(({ type }) => type === "awsx:ec2:Vpc" || type === "aws:ec2/vpc:Vpc");
  const zones = listOf(vpc?.inputs.availabilityZoneNames).filter((zone) => typeof zone === "string");
  const gateways = unwrap(isObject(vpc?.inputs.natGateways) ? vpc.inputs.natGateways.strategy : undefined);
  const tiers = TIERS.map(([place, title]): Area => {
    const here = alike(
      actors.filter((each) => each.place === place),
      place,
    );
    const hasGateway = (index: number) =>
      place === "public" && (gateways === "OnePerAz" || (gateways === "Single" && index === 0));
    const zoneList: Actor = {
      id: `zones ${place}`,
      kind: "zone",
      title: count(zones.length, "zone"),
      notes: zones.map((zone, index) => `${zone}${hasGateway(index) ? ", NAT gateway" : ""}`),
    };
    return { id: `tier ${place}`, title, parts: zones.length > 0 ? [...here, zoneList] : here };
  }).filter(({ parts }) => parts.length > 0);
  if (tiers.length === 0) return undefined;
  const cidr = unwrap(vpc?.inputs.cidrBlock);
  const title = vpc ? `VPC ${vpc.name}${typeof cidr === "string" ? `  ${cidr}` : ""}` : "VPC, not of this stack";
  return { id: `network ${stack}`, title, parts: tiers };
}

/** Actors without the beginning that all their names share, e.g. `acme-shop-prod-`. */
function withShortNames(actors: PlacedActor[]): PlacedActor[] {
  const [first = "", ...others] = actors.map(({ title }) => title);
  let length = first.lastIndexOf("-") + 1;
  while (length > 0 && !others.every((title) => title.startsWith(first.slice(0, length)))) {
    length = first.lastIndexOf("-", length - 2) + 1;
  }
  return others.length === 0
    ? actors
    : actors.map((actor) => ({ ...actor, title: actor.title.slice(length) || actor.title }));
}

/** Actors one by one, but for those of a kind that are too many. */
function alike(actors: PlacedActor[], where: string): Actor[] {
  const kinds = [...new Set(actors.map(({ kind }) => kind))];
  return kinds.flatMap((kind): Actor[] => {
    const all = actors
      .filter((actor) => actor.kind === kind)
      .map(({ id, title, notes, urn }) => ({ id, kind, title, notes, urn }));
    const more = all.length - MAX_ALIKE;
    if (more <= 0) return all;
    return [
      ...all.slice(0, MAX_ALIKE),
      { id: `more ${kind} ${where}`, kind, title: `and ${count(more, "other")}`, notes: [] },
    ];
  });
}

/** Who can reach whom by security groups, between actors and from the internet. */
function reachability(resources: PlannedResource[], actors: PlacedActor[]): Connection[] {
  const groups = groupsByActor(resources, actors);
  const idsOf = (peer: string) =>
    ANYWHERE.includes(peer) ? [INTERNET.id] : actors.filter(({ id }) => groups.get(id)?.has(peer)).map(({ id }) => id);
  const ports = new Map<string, { from: string; to: string; ports: Set<string> }>();
  for (const access of accessOf(resources)) {
    for (const from of idsOf(access.from)) {
      for (const to of idsOf(access.to).filter((id) => id !== from && id !== INTERNET.id)) {
        const key = `${from}\0${to}`;
        const known = ports.get(key) ?? { from, to, ports: new Set<string>() };
        known.ports.add(access.ports);
        ports.set(key, known);
      }
    }
  }
  return [...ports.values()].map((each) => ({ from: each.from, to: each.to, label: [...each.ports].join(", ") }));
}

/** What pipelines and state machines work on. */
function workings(resources: PlannedResource[], actors: PlacedActor[]): Connection[] {
  const ids = new Set(actors.map(({ id }) => id));
  const pipelines = new Set(actors.filter(({ kind }) => kind === "pipeline").map(({ id }) => id));
  return resources
    .filter(({ urn }) => pipelines.has(urn))
    .flatMap(({ urn, propertyDependencies }) =>
      [...new Set(Object.values(propertyDependencies).flat())]
        .filter((to) => ids.has(to) && to !== urn)
        .map((to) => ({ from: urn, to, label: "" })),
    );
}

/** The picture without connections of actors that are not shown one by one. */
function withoutMissing({ parts, connections }: Architecture): Architecture {
  const shown = new Set<string>();
  const collect = (part: Area | Actor) => {
    shown.add(part.id);
    if ("parts" in part) part.parts.forEach(collect);
  };
  parts.forEach(collect);
  return { parts, connections: connections.filter(({ from, to }) => shown.has(from) && shown.has(to)) };
}

function listOf(value: PropertyValue | undefined): PropertyValue[] {
  const plain = unwrap(value);
  return Array.isArray(plain) ? plain : [];
}
