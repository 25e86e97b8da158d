import type { Properties } from "../model";
import { ACCOUNT, type Answer, arn, list, type Place, stableHex, text } from "./answer";

/** The id that was asked for, or a stable one for the filters that were given. */
function idOf(prefix: string, args: Properties, { region }: Place): string {
  return text(args.id) ?? `${prefix}-${stableHex(17, prefix, region, JSON.stringify(args))}`;
}

/** The ids that a filter names, or two stable ones: a lookup of an existing network finds one per zone. */
function idsOf(prefix: string, name: string, args: Properties, place: Place): string[] {
  const filters = list(args.filters) as Properties[];
  const named = filters.filter((filter) => filter.name === name).flatMap((filter) => list(filter.values) as string[]);
  return named.length > 0
    ? named
    : [1, 2].map((index) => `${prefix}-${stableHex(17, prefix, place.region, JSON.stringify(args), index)}`);
}

const getVpc: Answer = (args, place) => {
  const id = idOf("vpc", args, place);
  const cidrBlock = text(args.cidrBlock) ?? "10.0.0.0/16";
  return {
    id,
    region: place.region,
    arn: arn(place, "ec2", `vpc/${id}`),
    cidrBlock,
    cidrBlockAssociations: [{ associationId: `vpc-cidr-assoc-${stableHex(17, id)}`, cidrBlock, state: "associated" }],
    default: args.default ?? false,
    dhcpOptionsId: `dopt-${stableHex(17, id)}`,
    enableDnsHostnames: true,
    enableDnsSupport: true,
    enableNetworkAddressUsageMetrics: false,
    instanceTenancy: "default",
    ipv6AssociationId: "",
    ipv6CidrBlock: "",
    ipv6CidrBlockAssociations: [],
    mainRouteTableId: `rtb-${stableHex(17, id)}`,
    ownerId: ACCOUNT,
    state: "available",
    tags: args.tags ?? {},
  };
};

const getSubnet: Answer = (args, place) => {
  const id = idOf("subnet", args, place);
  // Subnets of different ids lie in different zones more often than not, as real ones do.
  const letter = "abc"[parseInt(stableHex(1, id), 16) % 3] ?? "a";
  return {
    id,
    region: place.region,
    arn: arn(place, "ec2", `subnet/${id}`),
    assignIpv6AddressOnCreation: false,
    availabilityZone: text(args.availabilityZone) ?? `${place.region}${letter}`,
    availabilityZoneId: text(args.availabilityZoneId) ?? "",
    availableIpAddressCount: 251,
    cidrBlock: text(args.cidrBlock) ?? `10.0.${parseInt(stableHex(2, id), 16)}.0/24`,
    customerOwnedIpv4Pool: "",
    defaultForAz: args.defaultForAz ?? false,
    enableDns64: false,
    enableLniAtDeviceIndex: 0,
    enableResourceNameDnsARecordOnLaunch: false,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    ipv6CidrBlock: "",
    ipv6CidrBlockAssociationId: "",
    ipv6Native: false,
    mapCustomerOwnedIpOnLaunch: false,
    mapPublicIpOnLaunch: false,
    outpostArn: "",
    ownerId: ACCOUNT,
    privateDnsHostnameTypeOnLaunch: "ip-name",
    state: "available",
    tags: args.tags ?? {},
    vpcId: text(args.vpcId) ?? `vpc-${stableHex(17, id)}`,
  };
};

const getSubnets: Answer = (args, place) => ({
  ...args,
  id: place.region,
  region: place.region,
  ids: idsOf("subnet", "subnet-id", args, place),
  tags: args.tags ?? {},
});

const getRouteTables: Answer = (args, place) => ({
  ...args,
  id: place.region,
  region: place.region,
  ids: idsOf("rtb", "route-table-id", args, place),
  tags: args.tags ?? {},
});

const getZone: Answer = (args, { partition }) => {
  const name = (text(args.name) ?? "example.com").replace(/\.$/, "");
  const zoneId = text(args.zoneId) ?? `Z${stableHex(20, name).toUpperCase()}`;
  const nameServers = [1, 2, 3, 4].map((index) => `ns-${index}.example.com`);
  return {
    id: zoneId,
    zoneId,
    name,
    arn: ["arn", partition.id, "route53", "", "", `hostedzone/${zoneId}`].join(":"),
    callerReference: "",
    comment: "",
    linkedServiceDescription: "",
    linkedServicePrincipal: "",
    nameServers,
    primaryNameServer: nameServers[0] ?? "",
    privateZone: args.privateZone ?? false,
    resourceRecordSetCount: 2,
    tags: args.tags ?? {},
    ...(args.vpcId === undefined ? {} : { vpcId: args.vpcId }),
  };
};

export const NETWORK_ANSWERS: Record<string, Answer> = {
  "aws:ec2/getVpc:getVpc": getVpc,
  "aws:ec2/getSubnet:getSubnet": getSubnet,
  "aws:ec2/getSubnets:getSubnets": getSubnets,
  "aws:ec2/getRouteTables:getRouteTables": getRouteTables,
  "aws:route53/getZone:getZone": getZone,
};
