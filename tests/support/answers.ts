import type { MockResourceArgs } from "@pulumi/pulumi/runtime";

/** Account of the tests. */
export const ACCOUNT = "123456789012";

/** What any service has for the pipelines that deploy it. */
const SERVICE = { serviceName: "service-1a2b3c4", taskFamily: "service", taskRoles: ["execution", "task"] };

/** What any other stack has for those that are promoted from it, and for pipelines. */
const OTHER_STACK = {
  releaseBox: {
    instanceId: "i-0123456789abcdef0",
    application: "release-box",
    deploymentGroup: "release-box",
    keyArn: "arn:key",
  },
  promotion: { imageParameter: "/acme/qbo/uat/image", imageKeyArn: "arn:key" },
  clusterName: "cluster",
  services: { "twig-api": SERVICE, twig: SERVICE, web: SERVICE },
};

/** Computed outputs of a resource after `pulumi up`, as far as the components read them. */
export function computedOutputs({ type, name, inputs }: MockResourceArgs): Record<string, unknown> {
  const region = (inputs.region as string | undefined) ?? "us-west-2";
  const arn = `arn:aws:${type.split(":")[1]!.split("/")[0]}:${region}:${ACCOUNT}:${name}`;
  switch (type) {
    case "awsx:ec2:Vpc":
      return networkOutputs(inputs);
    case "pulumi:pulumi:StackReference":
      return { name, outputs: OTHER_STACK };
    case "aws:acm/certificate:Certificate":
      return { arn, domainValidationOptions: validationOptions(inputs) };
    case "aws:acm/certificateValidation:CertificateValidation":
      return { certificateArn: inputs.certificateArn };
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { arn, latestVersion: 7 };
    case "aws:ec2/instance:Instance":
      return { arn, privateIp: "10.10.32.7" };
    case "aws:efs/accessPoint:AccessPoint":
      return {
        arn,
        fileSystemArn: `arn:aws:elasticfilesystem:${region}:${ACCOUNT}:file-system/${inputs.fileSystemId}`,
      };
    case "aws:lb/loadBalancer:LoadBalancer":
      return { arn, arnSuffix: `app/${name}/1`, dnsName: `${name}.elb.amazonaws.com`, zoneId: "ZALB" };
    case "aws:lb/targetGroup:TargetGroup":
      return { arn, arnSuffix: `targetgroup/${name}/1` };
    case "aws:route53/record:Record":
      return { fqdn: inputs.name };
    case "aws:sqs/queue:Queue":
      return { arn, url: `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${name}` };
    default:
      return { arn, name: inputs.name ?? `${name}-1a2b3c4` };
  }
}

function networkOutputs({
  subnetSpecs,
  availabilityZoneNames,
  natGateways,
}: Record<string, any>): Record<string, unknown> {
  const ids = (type: string) =>
    (availabilityZoneNames as string[]).flatMap((zone) =>
      (subnetSpecs as { name: string; type: string }[])
        .filter((spec) => spec.type === type)
        .map((spec) => `subnet-${spec.name}-${zone}`),
    );
  const count = { None: 0, Single: 1, OnePerAz: availabilityZoneNames.length }[natGateways.strategy as string] ?? 0;
  return {
    vpcId: "vpc-new",
    publicSubnetIds: ids("Public"),
    privateSubnetIds: ids("Private"),
    isolatedSubnetIds: ids("Isolated"),
    routeTables: [{ id: "rtb-1" }],
    natGateways: Array.from({ length: count }, (_, i) => ({ id: `nat-${i + 1}` })),
  };
}

function validationOptions({ domainName, subjectAlternativeNames = [] }: Record<string, any>): unknown[] {
  return [domainName, ...subjectAlternativeNames].map((name: string) => ({
    domainName: name,
    resourceRecordName: `_proof.${name.replace(/^\*\./, "")}`,
    resourceRecordType: "CNAME",
    resourceRecordValue: "_value.acm-validations.aws",
  }));
}

/** An image that somebody has deregistered. */
export const GONE = "ami-0000000000000dead";

/** The engine's way to say that a question has no answer: the SDK shows its details alone. */
const refusal = (details: string): Error => Object.assign(new Error(details), { details });

/** Answers of the account; an unknown question is an error. */
export function answerInvoke(token: string, inputs: Record<string, any>): Record<string, unknown> {
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: ACCOUNT };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws" };
    case "aws:ssm/getParameter:getParameter":
      return { value: inputs.name.includes("arm64") ? "ami-00000000000000arm" : "ami-00000000000000x86" };
    case "aws:ec2/getSubnet:getSubnet":
      return { availabilityZone: inputs.id.match(/us-west-2[a-c]$/)?.[0] ?? "us-west-2a" };
    case "aws:ec2/getAmi:getAmi":
      if (inputs.filters[0].values[0] === GONE) throw refusal("Your query returned no results.");
      return { architecture: architectureOf(inputs.filters[0].values[0] as string) };
    case "aws:route53/getZone:getZone":
      return { zoneId: `Z-${inputs.name}` };
    default:
      throw new Error(`the tests have no answer to ${token}`);
  }
}

/** What an image is for, by the end of its id; of others only the account knows. */
function architectureOf(id: string): string {
  return id.endsWith("86") ? "x86_64" : id.endsWith("64") ? "arm64" : "";
}
