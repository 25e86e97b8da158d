import { AMI_ID, EMAIL, INSTANCE_TYPE, isBetween, NAME, REGION, SUBNET_ID, VPC_ID } from "../shared/formats";
import { Problems, type Problem } from "../shared/problems";
import type { Ec2TargetsArgs, TargetNetworkArgs } from "./args";

/** Most instances that one deploy action of CodePipeline takes. */
const MAX_INSTANCES = 500;

/** Longest name of a fleet; longer ones leave no room for the suffixes of AWS names. */
const MAX_NAME_LENGTH = 20;

/** Security groups that an interface can have (5 by default), less the instances' own. */
const MAX_FURTHER_GROUPS = 4;

/** Everything that is wrong with the arguments of Ec2Targets. */
export function validateEc2Targets(args: Ec2TargetsArgs): Problem[] {
  const problems = new Problems();
  const {
    context,
    name,
    pipelines,
    region = context.region,
    instanceType,
    count,
    imageId,
    rootVolumeGiB = 16,
    alarms,
  } = args;
  problems.require(
    NAME.test(name) && name.length <= MAX_NAME_LENGTH,
    "name",
    `"${name}" is not a name; lower-case letters, digits and single dashes, a letter first, at most ${MAX_NAME_LENGTH}`,
  );
  problems.require(REGION.test(region), "region", `"${region}" is not a region such as us-west-2`);
  validateNetwork(args.network, context.stage === "production", problems);
  problems.require(
    INSTANCE_TYPE.test(instanceType),
    "instanceType",
    `"${instanceType}" is not an instance type such as t3.small`,
  );
  problems.require(
    isBetween(count, 1, MAX_INSTANCES),
    "count",
    `${count} is not a number of instances; allowed is 1–${MAX_INSTANCES}`,
  );
  problems.require(context.stage !== "production" || count !== 1, "count", "is 1; production needs 2 or more");
  problems.require(
    imageId === undefined || AMI_ID.test(imageId),
    "imageId",
    `"${imageId}" is not an AMI id such as ami-0123456789abcdef0`,
  );
  problems.require(
    isBetween(rootVolumeGiB, 8, 16384),
    "rootVolumeGiB",
    `${rootVolumeGiB} is out of range; allowed is 8–16384 GiB`,
  );
  problems.require(
    pipelines.length > 0,
    "pipelines",
    "names no pipeline; the instances could read nothing that is deployed",
  );
  problems.unique(pipelines, "pipelines");
  for (const [i, email] of ("emails" in alarms ? alarms.emails : []).entries()) {
    problems.require(EMAIL.test(email), `alarms.emails[${i}]`, `"${email}" is not an e-mail address`);
  }
  return problems.all;
}

function validateNetwork(
  { vpcId, subnetIds, securityGroupIds = [] }: TargetNetworkArgs,
  isProduction: boolean,
  problems: Problems,
): void {
  problems.require(VPC_ID.test(vpcId), "network.vpcId", `"${vpcId}" is not a VPC id such as vpc-4d4bec2b`);
  const least = isProduction ? 2 : 1;
  problems.require(
    subnetIds.length >= least,
    "network.subnetIds",
    `has ${subnetIds.length} subnets; ${isProduction ? "production needs 2 or more, in different zones" : "1 or more are needed"}`,
  );
  for (const [i, id] of subnetIds.entries()) {
    problems.require(
      SUBNET_ID.test(id),
      `network.subnetIds[${i}]`,
      `"${id}" is not a subnet id such as subnet-d7ad4ca1`,
    );
  }
  problems.unique(subnetIds, "network.subnetIds");
  problems.require(
    securityGroupIds.length <= MAX_FURTHER_GROUPS,
    "network.securityGroupIds",
    `has ${securityGroupIds.length} groups; an interface has room for ${MAX_FURTHER_GROUPS} besides the instances' own`,
  );
}
