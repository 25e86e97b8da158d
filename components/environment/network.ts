import * as aws from "../shared/aws";
import { Vpc } from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import { parseCidr } from "../shared/cidr";
import type { Scope } from "../shared/scope";
import type { ExistingNetworkArgs, NewNetworkArgs } from "./args";
import { TIERS, zonePrefix } from "./subnets";

/** The network of an environment, new or existing, as the other parts see it. */
export interface Network {
  vpcId: pulumi.Output<string>;
  publicSubnetIds: pulumi.Output<string[]>;
  applicationSubnetIds: pulumi.Output<string[]>;
  databaseSubnetIds: pulumi.Output<string[]>;
  /** Number of database subnets: one in each zone of a new network. */
  databaseSubnetCount: number;
  /** Route tables of all subnets; empty for an existing network. */
  routeTableIds: pulumi.Output<string[]>;
  /** Ids of the NAT gateways: as many as there are, so that each can have alarms of its own. */
  natGatewayIds: pulumi.Output<string>[];
}

const NAT_STRATEGY = { none: "None", single: "Single", perZone: "OnePerAz" } as const;

/** A VPC with a public, an application and a database subnet in each zone, its default security group emptied. */
export function createNetwork(scope: Scope, args: NewNetworkArgs): Network {
  const { zones, subnets, natGateways } = args;
  const databaseType = args.databaseInternetAccess ? "Private" : "Isolated";
  const types = { public: "Public", application: "Private", database: databaseType } as const;
  const vpc = new Vpc(
    scope.name,
    {
      cidrBlock: args.cidr,
      region: scope.region,
      availabilityZoneNames: zones,
      subnetStrategy: "Auto",
      availabilityZoneCidrMask: zonePrefix(parseCidr(args.cidr)!, zones.length),
      subnetSpecs: TIERS.map((tier) => ({ name: tier, type: types[tier], cidrMask: subnets[tier] })),
      natGateways: { strategy: NAT_STRATEGY[natGateways] },
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: scope.context.tags(scope.name),
    },
    scope.child,
  );
  // AWS gives every VPC a group that lets its members reach each other: without rules nobody can rely on it.
  new aws.ec2.DefaultSecurityGroup(scope.id("default"), { vpcId: vpc.vpcId, ...scope.common("default") }, scope.child);

  const gateways = { none: 0, single: 1, perZone: zones.length }[natGateways];
  return {
    vpcId: vpc.vpcId,
    publicSubnetIds: vpc.publicSubnetIds,
    ...privateTiers(vpc, databaseType),
    databaseSubnetCount: zones.length,
    routeTableIds: vpc.routeTables.apply((tables) => pulumi.all(tables.map((table) => table.id))),
    natGatewayIds: Array.from({ length: gateways }, (_, index) =>
      vpc.natGateways.apply((all) => pulumi.output(all[index]!.id)),
    ),
  };
}

/**
 * The component lists private subnets zone by zone, and in a zone in the order of the specs: with two private tiers,
 * application and database take turns.
 */
function privateTiers(
  vpc: Vpc,
  databaseType: "Private" | "Isolated",
): Pick<Network, "applicationSubnetIds" | "databaseSubnetIds"> {
  if (databaseType === "Isolated") {
    return { applicationSubnetIds: vpc.privateSubnetIds, databaseSubnetIds: vpc.isolatedSubnetIds };
  }
  const every = (remainder: number) => vpc.privateSubnetIds.apply((ids) => ids.filter((_, i) => i % 2 === remainder));
  return { applicationSubnetIds: every(0), databaseSubnetIds: every(1) };
}

/** A network that is there already. */
export function adoptNetwork(args: ExistingNetworkArgs): Network {
  const databaseSubnetIds = args.databaseSubnetIds ?? args.subnetIds;
  return {
    vpcId: pulumi.output(args.vpcId),
    publicSubnetIds: pulumi.output(args.publicSubnetIds ?? args.subnetIds),
    applicationSubnetIds: pulumi.output(args.subnetIds),
    databaseSubnetIds: pulumi.output(databaseSubnetIds),
    databaseSubnetCount: databaseSubnetIds.length,
    routeTableIds: pulumi.output([]),
    natGatewayIds: [],
  };
}
