import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import { serviceTrust } from "../shared/iam";
import type { Scope } from "../shared/scope";
import type { ClusterInstancesArgs } from "./args";
import { instanceUserData, recommendedImage } from "./instanceImage";

/** The part whose alarm says that tasks wait for container instances; it stops an instance refresh. */
export const WAITING_TASKS = "capacity-reservation";

/** What a group of container instances needs from the environment. */
export interface InstancesArgs extends ClusterInstancesArgs {
  clusterName: pulumi.Output<string>;
  subnetIds: pulumi.Output<string[]>;
  securityGroupId: pulumi.Output<string>;
}

/** The Auto Scaling group of the cluster's container instances; ECS changes its size with the tasks. */
export function createInstances(scope: Scope, args: InstancesArgs): aws.autoscaling.Group {
  const template = createLaunchTemplate(scope, args);
  const part = "instances";
  return new aws.autoscaling.Group(
    scope.id(part),
    {
      region: scope.region,
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      vpcZoneIdentifiers: args.subnetIds,
      minSize: args.minSize,
      maxSize: args.maxSize,
      // ECS's managed termination protection needs it: ECS alone ends instances, when their tasks have left.
      protectFromScaleIn: true,
      healthCheckType: "EC2",
      defaultInstanceWarmup: 120,
      enabledMetrics: ["GroupInServiceInstances", "GroupDesiredCapacity"],
      instanceRefresh: {
        strategy: "Rolling",
        preferences: {
          minHealthyPercentage: 100,
          maxHealthyPercentage: 200,
          // ECS protects instances with tasks: by default the refresh would pass them over and replace nothing.
          scaleInProtectedInstances: "Refresh",
          skipMatching: true,
          // Instances on which no task starts: the old ones that are left stay. By name, for the alarm knows the group itself.
          alarmSpecification: { alarms: [scope.id(WAITING_TASKS)] },
        },
      },
      // Protected instances would otherwise keep the group, and with it the cluster, from ever being deleted.
      forceDelete: true,
      tags: [
        ...Object.entries(scope.tags(part)).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
        // ECS adds this tag itself; left out here, the provider would take it away with each update.
        { key: "AmazonECSManaged", value: "true", propagateAtLaunch: true },
      ],
    },
    scope.child,
  );
}

function createLaunchTemplate(scope: Scope, args: InstancesArgs): aws.ec2.LaunchTemplate {
  const part = "instance";
  const launched = ["instance", "volume", "network-interface"];
  return new aws.ec2.LaunchTemplate(
    scope.id(part),
    {
      imageId: args.amiId ?? recommendedImage(scope, args.instanceType),
      instanceType: args.instanceType,
      iamInstanceProfile: { arn: createInstanceProfile(scope, part).arn },
      vpcSecurityGroupIds: [args.securityGroupId],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      monitoring: { enabled: true },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            volumeSize: args.rootVolumeGiB ?? 50,
            encrypted: "true",
            deleteOnTermination: "true",
          },
        },
      ],
      // The cluster's name comes as an output, so that the group is deleted before the cluster that its instances are in.
      userData: args.clusterName.apply((name) => Buffer.from(instanceUserData(name)).toString("base64")),
      tagSpecifications: launched.map((resourceType) => ({ resourceType, tags: scope.tags(part) })),
      updateDefaultVersion: true,
      ...scope.common(part),
    },
    scope.child,
  );
}

/** The permissions of a container instance: the ECS agent and Session Manager. */
function createInstanceProfile(scope: Scope, part: string): aws.iam.InstanceProfile {
  const partition = aws.getPartitionOutput({}, scope.child).partition;
  const role = new aws.iam.Role(
    scope.id(part),
    { assumeRolePolicy: serviceTrust("ec2.amazonaws.com"), tags: scope.tags(part) },
    scope.child,
  );
  const policies = { ecs: "service-role/AmazonEC2ContainerServiceforEC2Role", ssm: "AmazonSSMManagedInstanceCore" };
  for (const [name, policy] of Object.entries(policies)) {
    new aws.iam.RolePolicyAttachment(
      scope.id(`${part}-${name}`),
      { role: role.name, policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}` },
      scope.child,
    );
  }
  return new aws.iam.InstanceProfile(scope.id(part), { role: role.name, tags: scope.tags(part) }, scope.child);
}
