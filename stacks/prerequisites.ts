import { architectureOf } from "../components/environment/instanceImage";
import type { Settings } from "./settings/schema";

/** What a stack uses but does not create: it has to be in the account before the stack is. */
export interface Prerequisites {
  region: string;
  networks: { region: string; vpcId: string; subnetIds: string[] }[];
  certificates: { arn: string; domain: string }[];
  /** Public hosted zones, with their id where the settings give it. */
  hostedZones: { name: string; id?: string }[];
  webAcls: { arn: string }[];
  /** Images that instances start from. */
  images: { id: string; architecture: "x86_64" | "arm64" }[];
  /** ARNs of policies of the account, which stacks are updated by. */
  policies: string[];
}

/** Everything that `settings` refers to in the account. */
export function prerequisitesOf(settings: Settings): Prerequisites {
  const { region, loadBalancer, services, releaseBox, promotion, couchDb } = settings;
  const { domain, certificateArn, webAclArn } = loadBalancer ?? {};
  const zones = [
    ...(domain ? [zoneOf(domain.hostedZone, domain.name)] : []),
    ...services.flatMap(({ route }) => (route?.hostedZone ? [zoneOf(route.hostedZone, route.hosts[0]!)] : [])),
  ];
  return {
    region,
    networks: networksOf(settings),
    certificates: certificateArn ? [{ arn: certificateArn, domain: domain?.name ?? "example.com" }] : [],
    hostedZones: [...new Map(zones.map((zone) => [zone.id ?? zone.name, zone])).values()],
    webAcls: webAclArn ? [{ arn: webAclArn }] : [],
    images: [
      ...(couchDb ? [imageFor(couchDb.amiId, couchDb.instanceType)] : []),
      ...(releaseBox ? [imageFor(releaseBox.imageId, releaseBox.instanceType)] : []),
      ...(promotion ? [imageFor(promotion.initialImageId, promotion.fleets[0]!.instanceType)] : []),
    ],
    policies: policiesOf(settings),
  };
}

/** The networks that are there already: the environment's, and those of fleets. */
function networksOf({ region, network, ec2Targets }: Settings): Prerequisites["networks"] {
  const places = ec2Targets.flatMap((fleet) => fleet.places);
  if (network.kind === "existing") {
    const { vpcId, subnetIds, publicSubnetIds = [], databaseSubnetIds = [] } = network;
    places.unshift({ region, vpcId, subnetIds: [...subnetIds, ...publicSubnetIds, ...databaseSubnetIds] });
  }
  const byId = new Map<string, Prerequisites["networks"][number]>();
  for (const { region, vpcId, subnetIds } of places) {
    const known = byId.get(vpcId)?.subnetIds ?? [];
    byId.set(vpcId, { region, vpcId, subnetIds: [...new Set([...known, ...subnetIds])] });
  }
  return [...byId.values()];
}

/** The policies of targets that update stacks, but for those of AWS. */
function policiesOf({ pipelines }: Settings): string[] {
  const targets = pipelines.flatMap(({ stages }) =>
    stages.flatMap((stage) => (stage.kind === "deploy" ? stage.targets : [])),
  );
  const arns = targets.flatMap((target) =>
    target.kind === "pulumi" ? [...target.policyArns, target.permissionsBoundaryArn ?? []].flat() : [],
  );
  return [...new Set(arns)].filter((arn) => !arn.includes(":iam::aws:"));
}

/** An image for the processors of an instance type. */
function imageFor(id: string, instanceType: string): Prerequisites["images"][number] {
  return { id, architecture: architectureOf(instanceType) };
}

/** A zone that is given by name or id; of one that is given by id, the name follows from a host in it. */
function zoneOf(zone: string, host: string): { name: string; id?: string } {
  return zone.includes(".") ? { name: zone } : { name: host.slice(host.indexOf(".") + 1), id: zone };
}
