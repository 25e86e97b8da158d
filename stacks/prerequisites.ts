import { architectureOf } from "../components/environment/instanceImage";
import { arnsOf, type Arns } from "./prerequisiteArns";
import type { Settings } from "./settings/schema";

/** What a stack uses but does not create: it has to be in the account before the stack is. */
export interface Prerequisites extends Arns {
  region: string;
  /** Every region that the stack has something in. */
  regions: string[];
  /** Availability zones of a new network. */
  zones: string[];
  /** Networks that are there; those of a load balancer with the subnets that it is in. */
  networks: { region: string; vpcId: string; subnetIds: string[]; loadBalancerSubnetIds?: string[] }[];
  /** Certificates of the load balancer, with the names that it answers to. */
  certificates: { arn: string; names: string[] }[];
  /** Public hosted zones, with their id where the settings give it, and the names that get records in them. */
  hostedZones: { name: string; id?: string; hosts: string[] }[];
  webAcls: { arn: string }[];
  /** Images that instances start from. */
  images: { region: string; id: string; architecture: "x86_64" | "arm64" }[];
  /** Images of containers; `repository` is one that a pipeline of the stack makes. */
  containerImages: { image: string; repository?: string }[];
  /** Instances that the stack may have at a time. */
  instances: { region: string; type: string; most: number }[];
  /** Zones that get a NAT gateway, each with an Elastic IP address. */
  natGatewayZones: string[];
  /** File systems that are there. */
  fileSystems: { id: string; securityGroupId: string }[];
  /** Stacks that it reads an output of: any one of `outputs`. */
  stacks: { name: string; outputs: string[] }[];
}

/** Everything that `settings` refers to in the account. */
export function prerequisitesOf(settings: Settings): Prerequisites {
  const { region, network, loadBalancer, services } = settings;
  const { domain, certificateArn, webAclArn } = loadBalancer ?? {};
  return {
    region,
    regions: regionsOf(settings),
    zones: network.kind === "new" ? network.zones : [],
    networks: networksOf(settings),
    certificates: certificateArn ? [{ arn: certificateArn, names: hostsOf(settings) }] : [],
    hostedZones: merged([
      ...(domain ? [zoneOf(domain.hostedZone, [domain.name, ...(domain.aliases ?? [])])] : []),
      ...services.flatMap(({ route }) => (route?.hostedZone ? [zoneOf(route.hostedZone, route.hosts)] : [])),
    ]),
    webAcls: webAclArn ? [{ arn: webAclArn }] : [],
    images: imagesOf(settings),
    containerImages: containerImagesOf(settings),
    instances: instancesOf(settings),
    natGatewayZones: natGatewayZonesOf(network),
    fileSystems: settings.fileSystems.flatMap(({ existing }) => existing ?? []),
    stacks: stacksOf(settings),
    ...arnsOf(settings),
  };
}

function regionsOf({ region, ec2Targets, pipelines }: Settings): string[] {
  const places = ec2Targets.flatMap((fleet) => fleet.places.map((place) => place.region));
  return [...new Set([region, ...places, ...pipelines.flatMap(({ regions = [] }) => regions)])];
}

/** The networks that are there already: the environment's, and those of fleets. */
function networksOf({ region, network, loadBalancer, ec2Targets }: Settings): Prerequisites["networks"] {
  const places: Prerequisites["networks"] = ec2Targets.flatMap((fleet) => fleet.places);
  if (network.kind === "existing") {
    const { vpcId, subnetIds, publicSubnetIds = [], databaseSubnetIds = [] } = network;
    const loadBalancerSubnetIds = publicSubnetIds.length > 0 ? publicSubnetIds : subnetIds;
    const all = [...subnetIds, ...publicSubnetIds, ...databaseSubnetIds];
    places.unshift({ region, vpcId, subnetIds: all, ...(loadBalancer && { loadBalancerSubnetIds }) });
  }
  const byId = new Map<string, Prerequisites["networks"][number]>();
  for (const { region, vpcId, subnetIds, loadBalancerSubnetIds: balanced } of places) {
    const known = byId.get(vpcId);
    const all = [...new Set([...(known?.subnetIds ?? []), ...subnetIds])];
    byId.set(vpcId, { ...known, region, vpcId, subnetIds: all, ...(balanced && { loadBalancerSubnetIds: balanced }) });
  }
  return [...byId.values()];
}

/** Names that the load balancer answers to. */
function hostsOf({ loadBalancer, services, releaseBox, promotion }: Settings): string[] {
  const { name, aliases = [] } = loadBalancer?.domain ?? {};
  const routed = [...services, ...(releaseBox ? [releaseBox] : []), ...(promotion?.fleets ?? [])];
  return [...new Set([...(name ? [name] : []), ...aliases, ...routed.flatMap(({ route }) => route?.hosts ?? [])])];
}

/** A zone that is given by name or id; of one that is given by id, the name follows from a host in it. */
function zoneOf(zone: string, hosts: string[]): Prerequisites["hostedZones"][number] {
  const host = hosts[0]!;
  return zone.includes(".") ? { name: zone, hosts } : { name: host.slice(host.indexOf(".") + 1), id: zone, hosts };
}

/** Each zone once, with all of its hosts. */
function merged(zones: Prerequisites["hostedZones"]): Prerequisites["hostedZones"] {
  const byKey = new Map<string, Prerequisites["hostedZones"][number]>();
  for (const zone of zones) {
    const key = zone.id ?? zone.name;
    const known = byKey.get(key) ?? { ...zone, hosts: [] };
    byKey.set(key, { ...known, hosts: [...new Set([...known.hosts, ...zone.hosts])] });
  }
  return [...byKey.values()];
}

/** Images that are given, each for the processors of the type that starts from it. */
function imagesOf(settings: Settings): Prerequisites["images"] {
  const { region, cluster, couchDb, releaseBox, promotion, ec2Targets } = settings;
  const given = [
    { region, id: cluster.instances?.amiId, type: cluster.instances?.instanceType },
    { region, id: couchDb?.amiId, type: couchDb?.instanceType },
    { region, id: releaseBox?.imageId, type: releaseBox?.instanceType },
    { region, id: promotion?.initialImageId, type: promotion?.fleets[0]!.instanceType },
    ...ec2Targets.flatMap(({ instanceType: type, places }) =>
      places.map((place) => ({ region: place.region, id: place.imageId, type })),
    ),
  ];
  return given.flatMap(({ region: where, id, type }) =>
    id !== undefined && type !== undefined ? [{ region: where, id, architecture: architectureOf(type) }] : [],
  );
}

function containerImagesOf({ services, pipelines }: Settings): Prerequisites["containerImages"] {
  const made = pipelines.flatMap(({ build }) => (build?.kind === "image" ? [build.repository] : []));
  const images = new Set(services.flatMap(({ containers }) => containers.map(({ image }) => image)));
  return [...images].map((image) => {
    const repository = made.find((name) => new RegExp(`^[^/]+/${name}[:@]`).test(image));
    return { image, ...(repository !== undefined && { repository }) };
  });
}

function instancesOf(settings: Settings): Prerequisites["instances"] {
  const { region, cluster, couchDb, releaseBox, promotion, ec2Targets } = settings;
  const { instances } = cluster;
  return [
    ...(instances ? [{ region, type: instances.instanceType, most: instances.maxSize }] : []),
    ...(couchDb ? [{ region, type: couchDb.instanceType, most: 1 }] : []),
    ...(releaseBox ? [{ region, type: releaseBox.instanceType, most: 1 }] : []),
    ...(promotion?.fleets ?? []).map(({ instanceType, scaling }) => ({
      region,
      type: instanceType,
      most: scaling.max,
    })),
    ...ec2Targets.flatMap(({ instanceType, count, places }) =>
      places.map((place) => ({ region: place.region, type: instanceType, most: count })),
    ),
  ];
}

function natGatewayZonesOf(network: Settings["network"]): string[] {
  if (network.kind === "existing" || network.natGateways === "none") return [];
  return network.natGateways === "single" ? network.zones.slice(0, 1) : network.zones;
}

function stacksOf({ promotion, pipelines }: Settings): Prerequisites["stacks"] {
  const targets = pipelines.flatMap(({ stages }) =>
    stages.flatMap((stage) => (stage.kind === "deploy" ? stage.targets : [])),
  );
  const read = targets.flatMap((target) => (target.kind === "ecs" && target.stack !== undefined ? target.stack : []));
  return [
    ...(promotion ? [{ name: promotion.source.stack, outputs: ["releaseBox", "promotion"] }] : []),
    ...[...new Set(read)].map((name) => ({ name, outputs: ["services"] })),
  ];
}
