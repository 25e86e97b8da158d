import { ACMClient, DescribeCertificateCommand } from "@aws-sdk/client-acm";
import { CodeStarConnectionsClient, GetConnectionCommand } from "@aws-sdk/client-codestar-connections";
import {
  DescribeAvailabilityZonesCommand,
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { DescribeImagesCommand as DescribeContainerImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { DescribeFileSystemsCommand, EFSClient } from "@aws-sdk/client-efs";
import { GetPolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetHostedZoneCommand, ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { HostedZone as Zone } from "@aws-sdk/client-route-53";
import { GetBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { GetWebACLCommand, WAFV2Client } from "@aws-sdk/client-wafv2";
import type * as is from "../account";
import { asked } from "./asked";
import { usedIn } from "./usage";

const regionOf = (arn: string): string => arn.split(":")[3]!;

/** The account of the credentials that the environment or the profile gives. */
export class AwsAccount implements is.PrerequisiteAccount {
  /** @param region that of the stack, for services that know no regions */
  constructor(readonly region: string) {}

  async caller(): Promise<is.Caller> {
    const { Account, Arn } = await new STSClient({ region: this.region }).send(new GetCallerIdentityCommand({}));
    return { account: Account!, arn: Arn! };
  }

  async regionStatus(name: string): Promise<string | undefined> {
    const request = new DescribeRegionsCommand({ AllRegions: true });
    const answer = await asked("ec2:DescribeRegions", this.#ec2(this.region).send(request));
    return answer?.Regions?.find(({ RegionName }) => RegionName === name)?.OptInStatus;
  }

  async zones(region: string): Promise<string[]> {
    const request = new DescribeAvailabilityZonesCommand({});
    const answer = await asked("ec2:DescribeAvailabilityZones", this.#ec2(region).send(request));
    return (answer?.AvailabilityZones ?? [])
      .filter(({ State, ZoneType = "availability-zone" }) => State === "available" && ZoneType === "availability-zone")
      .map(({ ZoneName }) => ZoneName!);
  }

  async vpc(region: string, id: string): Promise<string | undefined> {
    const request = this.#ec2(region).send(new DescribeVpcsCommand({ VpcIds: [id] }));
    return (await asked("ec2:DescribeVpcs", request, ["InvalidVpcID.NotFound"]))?.Vpcs?.[0]?.State;
  }

  async subnet(region: string, id: string): Promise<is.Subnet | undefined> {
    const request = this.#ec2(region).send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
    const answer = await asked("ec2:DescribeSubnets", request, ["InvalidSubnetID.NotFound"]);
    const [found] = answer?.Subnets ?? [];
    return (
      found && {
        id,
        vpcId: found.VpcId!,
        zone: found.AvailabilityZone!,
        freeAddresses: found.AvailableIpAddressCount!,
      }
    );
  }

  async certificate(arn: string): Promise<is.Certificate | undefined> {
    const client = new ACMClient({ region: regionOf(arn) });
    const request = client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
    const found = (await asked("acm:DescribeCertificate", request, ["ResourceNotFoundException"]))?.Certificate;
    if (!found) return undefined;
    return {
      status: found.Status!,
      names: [...new Set([found.DomainName!, ...(found.SubjectAlternativeNames ?? [])])],
      ...(found.NotAfter && { expires: found.NotAfter }),
      isRenewed: found.Type === "AMAZON_ISSUED",
    };
  }

  async hostedZone(id: string): Promise<is.HostedZone | undefined> {
    const request = this.#route53().send(new GetHostedZoneCommand({ Id: id }));
    const zone = (await asked("route53:GetHostedZone", request, ["NoSuchHostedZone"]))?.HostedZone;
    return zone && zoneOf(zone);
  }

  async hostedZones(name: string): Promise<is.HostedZone[]> {
    const request = this.#route53().send(new ListHostedZonesByNameCommand({ DNSName: name }));
    const zones = (await asked("route53:ListHostedZonesByName", request))?.HostedZones ?? [];
    // The list begins with the name and goes on behind it.
    return zones.map(zoneOf).filter((zone) => zone.name === name.replace(/\.$/, ""));
  }

  async hasWebAcl(arn: string): Promise<boolean> {
    const [Name, Id] = arn.split("/").slice(-2);
    const client = new WAFV2Client({ region: regionOf(arn) });
    const request = client.send(new GetWebACLCommand({ Name, Id, Scope: "REGIONAL" }));
    return (await asked("wafv2:GetWebACL", request, ["WAFNonexistentItemException"])) !== undefined;
  }

  async machineImage(region: string, id: string): Promise<is.MachineImage | undefined> {
    const request = this.#ec2(region).send(new DescribeImagesCommand({ ImageIds: [id] }));
    const absent = ["InvalidAMIID.NotFound", "InvalidAMIID.Unavailable"];
    const [found] = (await asked("ec2:DescribeImages", request, absent))?.Images ?? [];
    const owner = found?.ImageOwnerAlias ?? found?.OwnerId ?? "another account";
    return found && { state: found.State!, architecture: found.Architecture!, owner };
  }

  async missingOf({ account, region, repository, tag, digest }: is.ContainerImage) {
    const request = new DescribeContainerImagesCommand({
      registryId: account,
      repositoryName: repository,
      imageIds: [{ imageTag: tag, imageDigest: digest }],
    });
    const answer = asked("ecr:DescribeImages", new ECRClient({ region }).send(request), ["ImageNotFoundException"]);
    const found = await answer.catch((error: Error) => {
      if (error.name === "RepositoryNotFoundException") return "repository";
      throw error;
    });
    if (found === "repository") return found;
    return found === undefined ? "image" : undefined;
  }

  async vCpus(region: string, type: string): Promise<number | undefined> {
    // By a filter, which finds nothing where an id would be an error.
    const Filters = [{ Name: "instance-type", Values: [type] }];
    const request = this.#ec2(region).send(new DescribeInstanceTypesCommand({ Filters }));
    return (await asked("ec2:DescribeInstanceTypes", request))?.InstanceTypes?.[0]?.VCpuInfo?.DefaultVCpus;
  }

  async secret(arn: string): Promise<{ isDeleted: boolean } | undefined> {
    const client = new SecretsManagerClient({ region: regionOf(arn) });
    const request = client.send(new DescribeSecretCommand({ SecretId: arn }));
    const found = await asked("secretsmanager:DescribeSecret", request, ["ResourceNotFoundException"]);
    return found && { isDeleted: found.DeletedDate !== undefined };
  }

  async hasParameter(arn: string): Promise<boolean> {
    const name = arn.slice(arn.indexOf(":parameter/") + ":parameter".length);
    const ParameterFilters = [{ Key: "Name", Values: [name, name.slice(1)] }];
    const request = new SSMClient({ region: regionOf(arn) }).send(new DescribeParametersCommand({ ParameterFilters }));
    return ((await asked("ssm:DescribeParameters", request))?.Parameters ?? []).length > 0;
  }

  async key(arn: string): Promise<string | undefined> {
    const client = new KMSClient({ region: regionOf(arn) });
    const request = client.send(new DescribeKeyCommand({ KeyId: arn }));
    return (await asked("kms:DescribeKey", request, ["NotFoundException"]))?.KeyMetadata?.KeyState;
  }

  async hasPolicy(arn: string): Promise<boolean> {
    const client = new IAMClient({ region: this.region });
    const request = client.send(new GetPolicyCommand({ PolicyArn: arn }));
    return (await asked("iam:GetPolicy", request, ["NoSuchEntityException"])) !== undefined;
  }

  async connection(arn: string): Promise<string | undefined> {
    const client = new CodeStarConnectionsClient({ region: regionOf(arn) });
    const request = client.send(new GetConnectionCommand({ ConnectionArn: arn }));
    const action = `${arn.split(":")[2]}:GetConnection`;
    return (await asked(action, request, ["ResourceNotFoundException"]))?.Connection?.ConnectionStatus;
  }

  async bucket(name: string): Promise<{ isVersioned: boolean } | undefined> {
    // Emulators know buckets by path only, not by host name.
    const forcePathStyle = process.env.AWS_ENDPOINT_URL !== undefined;
    const client = new S3Client({ region: this.region, followRegionRedirects: true, forcePathStyle });
    const request = client.send(new GetBucketVersioningCommand({ Bucket: name }));
    const found = await asked("s3:GetBucketVersioning", request, ["NoSuchBucket"]);
    return found && { isVersioned: found.Status === "Enabled" };
  }

  async fileSystem(region: string, id: string): Promise<string | undefined> {
    const request = new EFSClient({ region }).send(new DescribeFileSystemsCommand({ FileSystemId: id }));
    const answer = await asked("elasticfilesystem:DescribeFileSystems", request, ["FileSystemNotFound"]);
    return answer?.FileSystems?.[0]?.LifeCycleState;
  }

  async hasSecurityGroup(region: string, id: string): Promise<boolean> {
    const request = this.#ec2(region).send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }));
    return (await asked("ec2:DescribeSecurityGroups", request, ["InvalidGroup.NotFound"])) !== undefined;
  }

  async quota(region: string, ServiceCode: string, QuotaCode: string): Promise<number | undefined> {
    const client = new ServiceQuotasClient({ region });
    const absent = ["NoSuchResourceException"];
    const own = client.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }));
    const found = await asked("servicequotas:GetServiceQuota", own, absent);
    if (found) return found.Quota?.Value;
    const common = client.send(new GetAWSDefaultServiceQuotaCommand({ ServiceCode, QuotaCode }));
    return (await asked("servicequotas:GetAWSDefaultServiceQuota", common, absent))?.Quota?.Value;
  }

  used(region: string, what: is.Limited, own: is.Own): Promise<number> {
    return usedIn(region, what, own);
  }

  #ec2(region: string): EC2Client {
    return new EC2Client({ region });
  }

  #route53(): Route53Client {
    return new Route53Client({ region: this.region });
  }
}

function zoneOf({ Id, Name, Config }: Zone): is.HostedZone {
  return { id: Id!.split("/").at(-1)!, name: Name!.replace(/\.$/, ""), isPrivate: Config?.PrivateZone ?? false };
}
