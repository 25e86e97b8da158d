import type { Settings } from "./settings/schema";

/** What a stack uses but does not create: it has to be in the account before the stack is. */
export interface Prerequisites {
  region: string;
  vpc?: { vpcId: string; subnetIds: string[] };
  certificates: { arn: string; domain: string }[];
  /** Public hosted zones, with their id where the settings give it. */
  hostedZones: { name: string; id?: string }[];
  webAcls: { arn: string }[];
}

/** Everything that `settings` refers to in the account. */
export function prerequisitesOf({ region, network, loadBalancer }: Settings): Prerequisites {
  const { domain, certificateArn, webAclArn } = loadBalancer ?? {};
  const zone = domain?.hostedZone;
  return {
    region,
    ...(network.kind === "existing" && {
      vpc: {
        vpcId: network.vpcId,
        subnetIds: [
          ...new Set([...network.subnetIds, ...(network.publicSubnetIds ?? []), ...(network.databaseSubnetIds ?? [])]),
        ],
      },
    }),
    certificates: certificateArn ? [{ arn: certificateArn, domain: domain?.name ?? "example.com" }] : [],
    hostedZones:
      domain && zone ? [zone.includes(".") ? { name: zone } : { name: parentOf(domain.name), id: zone }] : [],
    webAcls: webAclArn ? [{ arn: webAclArn }] : [],
  };
}

/** The domain that a name is in. */
const parentOf = (name: string): string => name.slice(name.indexOf(".") + 1);
