import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../environment";
import type { Account } from "../../shared/account";
import * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import type { FleetArgs } from "../fleetArgs";
import { createHooks, hooksOf } from "./hooks";
import { createInstanceProfile } from "./instanceProfile";
import { createLaunchTemplate } from "./launchTemplate";
import { createScaling } from "./scaling";
import { createFleetSecurityGroup } from "./securityGroup";
import { createTraffic, type FleetTraffic } from "./traffic";
import { watchFleet } from "./alarms";

/** What every fleet of an environment shares. */
export interface FleetSurroundings {
  environment: Environment;
  account: Account;
  initialImageId: string;
}

/** An Auto Scaling group with its launch template, traffic, scaling and alarms. */
export interface Fleet {
  name: string;
  /** Name of the group, known before the group exists. */
  groupName: string;
  group: aws.autoscaling.Group;
  template: aws.ec2.LaunchTemplate;
  role: aws.iam.Role;
  securityGroup: aws.ec2.SecurityGroup;
  traffic?: FleetTraffic;
  /** Names of the alarms that roll a refresh back. */
  refreshAlarms: pulumi.Output<string>[];
}

/** Creates a fleet. The promotion alone decides later which image and template version it runs. */
export function createFleet(scope: Scope, args: FleetArgs, surroundings: FleetSurroundings): Fleet {
  const { environment, account } = surroundings;
  const securityGroup = createFleetSecurityGroup(scope, args, environment);
  const { role, profile } = createInstanceProfile(scope, args, account);
  const traffic = args.route && createTraffic(scope, args, args.route, environment);
  const template = createLaunchTemplate(scope, args, {
    imageId: surroundings.initialImageId,
    profileArn: profile.arn,
    securityGroupIds: [securityGroup.id, environment.securityGroups.application.id],
  });
  const group = createGroup(scope, args, { template, environment, traffic });
  createHooks(scope, args, group);
  createScaling(scope, args, group, environment, traffic);
  const refreshAlarms = watchFleet(scope, args, { group, environment, traffic });
  return {
    name: args.name,
    groupName: scope.id(args.name),
    group,
    template,
    role,
    securityGroup,
    ...(traffic && { traffic }),
    refreshAlarms,
  };
}

/** Minutes besides: instances start, boot and end. */
const MARGIN_MINUTES = 10;

/** A time as the provider takes it. */
const minutes = (seconds: number): string => `${Math.ceil(seconds / 60) + MARGIN_MINUTES}m`;

interface GroupParts {
  template: aws.ec2.LaunchTemplate;
  environment: Environment;
  traffic?: FleetTraffic;
}

function createGroup(scope: Scope, args: FleetArgs, { template, environment, traffic }: GroupParts) {
  const { name, scaling, tags = {}, warmupSeconds = 120, readySeconds = 0, drainSeconds = 0, route } = args;
  const leaveSeconds = route ? (route.deregistrationDelaySeconds ?? 60) : 0;
  const launched = { ...tags, ...scope.tags(name) };
  return new aws.autoscaling.Group(
    scope.id(name),
    {
      // Fixed, so that policies can name the group before it exists.
      name: scope.id(name),
      region: scope.region,
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      vpcZoneIdentifiers: environment.network.applicationSubnetIds,
      minSize: scaling.min,
      maxSize: scaling.max,
      // The first `pulumi up` waits for instances that serve.
      waitForCapacityTimeout: minutes(readySeconds + warmupSeconds),
      healthCheckType: traffic ? "ELB" : "EC2",
      healthCheckGracePeriod: warmupSeconds,
      defaultInstanceWarmup: warmupSeconds,
      ...(traffic && { targetGroupArns: [traffic.targetGroup.arn] }),
      initialLifecycleHooks: hooksOf(args),
      // Replacements of unhealthy instances and of zones start the new instance first.
      instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
      enabledMetrics: ["GroupInServiceInstances", "GroupDesiredCapacity"],
      terminationPolicies: ["OldestLaunchTemplate", "Default"],
      tags: Object.entries(launched).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    },
    {
      ...scope.child,
      // A rule must lead to the target group before instances in it can be found healthy.
      dependsOn: traffic ? [traffic.rule] : [],
      // The promotion owns the version, load owns the number: `pulumi up` neither rolls back nor starts instances.
      // `pulumi destroy` lets the last instances finish too.
      customTimeouts: { delete: minutes(drainSeconds + leaveSeconds) },
      ignoreChanges: ["launchTemplate", "desiredCapacity", "initialLifecycleHooks"],
    },
  );
}
