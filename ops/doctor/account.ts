/** Thrown where the credentials may not ask something. */
export class Denied extends Error {
  /** @param action what they lack, e.g. `ec2:DescribeVpcs` */
  constructor(readonly action: string) {
    super(`needs ${action}`);
  }
}

/** Who the credentials are. */
export interface Caller {
  account: string;
  arn: string;
}

export interface Subnet {
  id: string;
  vpcId: string;
  zone: string;
  freeAddresses: number;
}

export interface Certificate {
  /** `ISSUED`, `PENDING_VALIDATION`, `EXPIRED` and so on. */
  status: string;
  /** Names that it is for, e.g. `*.example.com`. */
  names: string[];
  expires?: Date;
  /** Whether AWS issued it: it renews those while they are in use. */
  isRenewed: boolean;
}

export interface HostedZone {
  id: string;
  /** Without the dot at its end. */
  name: string;
  isPrivate: boolean;
}

/** An image that instances start from. */
export interface MachineImage {
  state: string;
  architecture: string;
  /** Account, or `amazon`. */
  owner: string;
}

/** An image of a container by the parts of its address. */
export interface ContainerImage {
  account: string;
  region: string;
  repository: string;
  tag?: string;
  digest?: string;
}

/** What a quota limits. */
export type Limited = "vpcs" | "addresses" | "vCpus" | `natGateways in ${string}`;

/** Tags of what belongs to the stack: it does not count as used by others. */
export type Own = Readonly<Record<string, string>>;

/**
 * What the command asks of the account; the SDK answers, or a test. Undefined is what does not exist.
 *
 * All methods throw {@link Denied} where the credentials may not ask.
 */
export interface PrerequisiteAccount {
  /** @throws the SDK's error if there are no credentials, or no valid ones */
  caller(): Promise<Caller>;
  /** `opt-in-not-required`, `opted-in` or `not-opted-in`. */
  regionStatus(region: string): Promise<string | undefined>;
  /** Availability zones of a region that can be used. */
  zones(region: string): Promise<string[]>;
  /** State of a VPC. */
  vpc(region: string, id: string): Promise<string | undefined>;
  subnet(region: string, id: string): Promise<Subnet | undefined>;
  certificate(arn: string): Promise<Certificate | undefined>;
  hostedZone(id: string): Promise<HostedZone | undefined>;
  /** The zones of a name. */
  hostedZones(name: string): Promise<HostedZone[]>;
  hasWebAcl(arn: string): Promise<boolean>;
  machineImage(region: string, id: string): Promise<MachineImage | undefined>;
  /** What of a container's image is missing; undefined if nothing is. */
  missingOf(image: ContainerImage): Promise<"repository" | "image" | undefined>;
  /** vCPUs of an instance type that the region offers. */
  vCpus(region: string, type: string): Promise<number | undefined>;
  /** A secret; `isDeleted` if it is about to be deleted. */
  secret(arn: string): Promise<{ isDeleted: boolean } | undefined>;
  hasParameter(arn: string): Promise<boolean>;
  /** State of a key. */
  key(arn: string): Promise<string | undefined>;
  hasPolicy(arn: string): Promise<boolean>;
  /** Status of a connection. */
  connection(arn: string): Promise<string | undefined>;
  bucket(name: string): Promise<{ isVersioned: boolean } | undefined>;
  /** State of a file system. */
  fileSystem(region: string, id: string): Promise<string | undefined>;
  hasSecurityGroup(region: string, id: string): Promise<boolean>;
  /** The quota's value for the account; undefined if AWS does not tell. */
  quota(region: string, service: string, code: string): Promise<number | undefined>;
  /** How much is in use already, without what is the stack's own. */
  used(region: string, what: Limited, own: Own): Promise<number>;
}
