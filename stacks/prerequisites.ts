import type { Settings } from "./settings/schema";

/** What a stack uses but does not create: it has to be in the account before the stack is. */
export interface Prerequisites {
  region: string;
  vpc?: { vpcId: string; subnetIds: string[] };
  certificates: { arn: string; domain: string }[];
  /** Public hosted zones, by name, or by id where the settings give one. */
  hostedZones: { name?: string; id?: string }[];
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
    hostedZones: zone ? [zone.includes(".") ? { name: zone } : { id: zone }] : [],
    webAcls: webAclArn ? [{ arn: webAclArn }] : [],
  };
}
