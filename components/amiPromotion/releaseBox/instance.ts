import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import { createAlarm } from "../../shared/alarm";
import * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import { createInstanceProfile } from "../fleet/instanceProfile";
import type { FleetTraffic } from "../fleet/traffic";
import type { FleetRouteArgs } from "../fleetArgs";
import type { ReleaseBoxArgs } from "./args";
import { statusAlarm } from "./deployments";

/** What the instance needs besides its arguments. */
interface InstanceParts {
  securityGroupIds: pulumi.Input<string>[];
  key: aws.kms.Key;
  releases: aws.s3.Bucket;
  account: Account;
}

/** The box: in a private subnet, without SSH, IMDSv2 only, its volume encrypted with a key that images can be shared with. */
export function createInstance(
  scope: Scope,
  part: string,
  args: ReleaseBoxArgs,
  parts: InstanceParts,
): aws.ec2.Instance {
  const { environment, userData, rootVolume } = args;
  const { profile } = createInstanceProfile(
    scope,
    {
      name: part,
      permissions: [
        { actions: ["s3:GetObject", "s3:GetObjectVersion"], resources: [pulumi.interpolate`${parts.releases.arn}/*`] },
        ...(args.permissions ?? []),
      ],
    },
    parts.account,
  );
  const instance = new aws.ec2.Instance(
    scope.id(part),
    {
      ami: args.imageId,
      instanceType: args.instanceType,
      iamInstanceProfile: profile.name,
      subnetId: environment.network.applicationSubnetIds.apply((ids) => ids[0]!),
      vpcSecurityGroupIds: parts.securityGroupIds,
      associatePublicIpAddress: false,
      disableApiTermination: scope.context.protectData,
      monitoring: true,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: {
        volumeType: "gp3",
        volumeSize: rootVolume.sizeGiB,
        encrypted: true,
        kmsKeyId: parts.key.arn,
        tags: scope.tags(part),
      },
      ...(userData !== undefined && { userDataBase64: Buffer.from(userData).toString("base64") }),
      ...scope.common(part),
    },
    scope.child,
  );
  createAlarm(scope, statusAlarm(part), environment.topics.operations, {
    description: "The release box fails EC2's status checks",
    namespace: "AWS/EC2",
    metric: "StatusCheckFailed",
    dimensions: { InstanceId: instance.id },
    statistic: "Maximum",
    comparison: "GreaterThanThreshold",
    threshold: 0,
    periodSeconds: 60,
    periods: 5,
    missingData: "breaching",
  });
  return instance;
}

/** Puts the box behind the load balancer. */
export function attachInstance(
  scope: Scope,
  part: string,
  instance: aws.ec2.Instance,
  { targetGroup }: FleetTraffic,
  { port }: FleetRouteArgs,
): void {
  new aws.lb.TargetGroupAttachment(
    scope.id(part),
    { targetGroupArn: targetGroup.arn, targetId: instance.id, port, region: scope.region },
    scope.child,
  );
}
