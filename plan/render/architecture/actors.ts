import type { PlannedResource, PropertyValue } from "../../model";
import { isObject, UNKNOWN, unwrap } from "../../values";
import { count } from "../count";
import { simpleType } from "../simpleType";
import type { Actor, Kind } from "./model";

/** Where an actor is: in subnets of a tier, or in the region outside the network. */
export type Place = "public" | "application" | "database" | "region";

export interface PlacedActor extends Actor {
  place: Place;
  region: string;
}

interface Looks {
  kind: Kind;
  place: Place;
  notes: (resource: PlannedResource) => string[];
}

const DATABASE: Looks = {
  kind: "data",
  place: "database",
  notes: (resource) => [text(resource, "engine"), text(resource, "instanceClass")],
};
const REGIONAL = (kind: Kind): Looks => ({ kind, place: "region", notes: () => [] });

const ACTORS: Record<string, Looks> = {
  "aws:lb/loadBalancer:LoadBalancer": {
    kind: "entrance",
    place: "public",
    notes: ({ inputs }) => [inputs.internal === true ? "internal" : "on the internet"],
  },
  "aws:ecs/service:Service": {
    kind: "compute",
    place: "application",
    notes: (resource) => [tasks(resource), strategy(resource.inputs.deploymentConfiguration)],
  },
  "aws:autoscaling/group:Group": {
    kind: "compute",
    place: "application",
    notes: (resource) => [`${text(resource, "minSize")}–${text(resource, "maxSize")} instances`],
  },
  "aws:ec2/instance:Instance": {
    kind: "compute",
    place: "application",
    notes: (resource) => [text(resource, "instanceType")],
  },
  "aws:rds/instance:Instance": DATABASE,
  "aws:rds/cluster:Cluster": DATABASE,
  "aws:docdb/cluster:Cluster": DATABASE,
  "aws:elasticache/replicationGroup:ReplicationGroup": DATABASE,
  "aws:opensearch/domain:Domain": DATABASE,
  "aws:efs/fileSystem:FileSystem": { ...DATABASE, notes: () => ["file system"] },
  "aws:lambda/function:Function": REGIONAL("compute"),
  "aws:codepipeline/pipeline:Pipeline": REGIONAL("pipeline"),
  "aws:sfn/stateMachine:StateMachine": REGIONAL("pipeline"),
  "aws:codebuild/project:Project": REGIONAL("pipeline"),
  "aws:sns/topic:Topic": REGIONAL("messages"),
  "aws:sqs/queue:Queue": REGIONAL("messages"),
  "aws:s3/bucket:Bucket": REGIONAL("data"),
  "aws:dynamodb/table:Table": REGIONAL("data"),
};

/** A component of these types is a database, whatever its instances are. */
const DATABASE_COMPONENTS = /^slipway:index:CouchDb$/;

/** The actors among the resources. */
export function actorsOf(resources: PlannedResource[], homeRegion: string): PlacedActor[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return resources.flatMap((resource): PlacedActor[] => {
    const looks = ACTORS[resource.type];
    if (!looks || resource.external) return [];
    const parent = byUrn.get(resource.parent ?? "");
    const isDatabase = looks.place !== "region" && parent !== undefined && DATABASE_COMPONENTS.test(parent.type);
    const region = text(resource, "region") || homeRegion;
    return [
      {
        id: resource.urn,
        urn: resource.urn,
        kind: isDatabase ? "data" : looks.kind,
        title: resource.name,
        notes: [simpleType(resource.type).replace(/^aws:/, ""), ...looks.notes(resource)].filter((note) => note !== ""),
        place: isDatabase ? "database" : resource.inputs.internal === true ? "application" : looks.place,
        region,
      },
    ];
  });
}

function tasks({ inputs }: PlannedResource): string {
  const desired = unwrap(inputs.desiredCount);
  return typeof desired === "number" ? count(desired, "task") : "";
}

function strategy(configuration: PropertyValue | undefined): string {
  const { strategy: name } = isObject(configuration) ? configuration : {};
  return typeof name === "string" ? name.toLowerCase().replaceAll("_", "/") : "";
}

function text({ inputs }: PlannedResource, argument: string): string {
  const value = unwrap(inputs[argument]);
  return (typeof value === "string" && value !== UNKNOWN) || typeof value === "number" ? String(value) : "";
}
