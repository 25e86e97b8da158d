import type * as pulumi from "@pulumi/pulumi";
import * as aws from "../shared/aws";
import { architectureOf } from "../environment/instanceImage";
import type { Scope } from "../shared/scope";
import { MISSING } from "./alarms";
import type { Ec2TargetsArgs } from "./args";

/** What the instances need besides their arguments. */
interface InstanceParts {
  /** Name of the group and of each instance. */
  fleet: string;
  profile: aws.iam.InstanceProfile;
  securityGroup: aws.ec2.SecurityGroup;
}

/**
 * AWS's parameter with the recommended Amazon Linux 2023 image.
 * https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
 */
export function imageParameter(instanceType: string): string {
  return `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architectureOf(instanceType)}`;
}

/**
 * An Auto Scaling group of a fixed number of instances: one that fails is replaced, and CodeDeploy brings the new one the
 * revision that the others have. A new template replaces them with as many healthy ones as before, at any time.
 */
export function createInstances(
  scope: Scope,
  part: string,
  args: Ec2TargetsArgs,
  parts: InstanceParts,
): aws.autoscaling.Group {
  const { count, network, targetGroups = [] } = args;
  const template = createLaunchTemplate(scope, part, args, parts);
  const { fleet } = parts;
  return new aws.autoscaling.Group(
    scope.id(part),
    {
      // Fixed, so that deployment groups and policies can name the group before it exists.
      name: fleet,
      region: scope.region,
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      vpcZoneIdentifiers: network.subnetIds,
      minSize: count,
      maxSize: count,
      ...(targetGroups.length > 0 && { targetGroupArns: targetGroups.map(({ arn }) => arn) }),
      healthCheckType: targetGroups.length > 0 ? "ELB" : "EC2",
      // The agent and the first deployment take minutes; a health check of the application fails until then.
      healthCheckGracePeriod: 900,
      defaultInstanceWarmup: 300,
      instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
      instanceRefresh: {
        strategy: "Rolling",
        preferences: {
          minHealthyPercentage: 100,
          maxHealthyPercentage: 200,
          skipMatching: true,
          // By name, for the alarm knows the group itself.
          alarmSpecification: { alarms: [scope.id(MISSING)] },
        },
      },
      enabledMetrics: ["GroupInServiceInstances", "GroupDesiredCapacity"],
      tags: Object.entries(scope.context.tags(fleet)).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    },
    scope.child,
  );
}

const LAUNCHED = ["instance", "volume", "network-interface"];

function createLaunchTemplate(
  scope: Scope,
  part: string,
  args: Ec2TargetsArgs,
  { fleet, profile, securityGroup }: InstanceParts,
): aws.ec2.LaunchTemplate {
  const { instanceType, imageId, rootVolumeGiB = 16, network } = args;
  return new aws.ec2.LaunchTemplate(
    scope.id(part),
    {
      imageId: imageId ?? recommendedImage(scope, instanceType),
      instanceType,
      iamInstanceProfile: { arn: profile.arn },
      networkInterfaces: [
        {
          associatePublicIpAddress: "false",
          deleteOnTermination: "true",
          securityGroups: [securityGroup.id, ...(network.securityGroupIds ?? [])],
        },
      ],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      monitoring: { enabled: true },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: rootVolumeGiB, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: LAUNCHED.map((resourceType) => ({ resourceType, tags: scope.context.tags(fleet) })),
      updateDefaultVersion: true,
      ...scope.common(part),
    },
    scope.child,
  );
}

/** As a literal id: a launch template that refers to the parameter cannot be rolled back. */
function recommendedImage(scope: Scope, instanceType: string): pulumi.Output<string> {
  return aws.ssm.getParameterOutput({ name: imageParameter(instanceType), region: scope.region }, scope.child).value;
}
