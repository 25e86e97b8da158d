import * as pulumi from "@pulumi/pulumi";
import { Account } from "../shared/account";
import type * as aws from "../shared/aws";
import { installCodeDeployAgent } from "../shared/codeDeployAgent";
import { refuseInvalid } from "../shared/problems";
import { Scope } from "../shared/scope";
import { allowHttpsOut, createGroup } from "../shared/securityGroups";
import { alarmTopic, watchCount } from "./alarms";
import type { Ec2TargetsArgs } from "./args";
import { createInstances } from "./instances";
import { createInstanceProfile } from "./profile";
import { validateEc2Targets } from "./validation";

/**
 * Instances of one region that a pipeline deploys to: they are found by their `Name` tag, which is the same in every region,
 * and come with CodeDeploy's agent. An Auto Scaling group keeps their number; Session Manager is the way in.
 *
 * Bills: the instances and their volumes, an alarm, and a KMS key where the topic is its own.
 */
export class Ec2Targets extends pulumi.ComponentResource {
  /** AWS region of the instances. */
  readonly region: string;
  /** The tag by which a deployment finds them. */
  readonly tag: { key: string; value: string };
  readonly group: aws.autoscaling.Group;
  /** What the instances may do. */
  readonly role: aws.iam.Role;
  readonly securityGroup: aws.ec2.SecurityGroup;
  /** Rings while instances are missing; deployments stop then. */
  readonly alarm: aws.cloudwatch.MetricAlarm;
  readonly targetGroups: aws.lb.TargetGroup[];

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before any resource exists */
  constructor(name: string, args: Ec2TargetsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { context, network, region = context.region, targetGroups = [] } = args;
    const fleet = `${context.prefix}-${args.name}`;
    const full = `${fleet}-${region}`;
    const misnamed = { path: "name", reason: `the component is called "${name}"; call it "${full}"` };
    refuseInvalid(name, [...(name === full ? [] : [misnamed]), ...validateEc2Targets(args)]);
    super("slipway:index:Ec2Targets", name, {}, opts);
    const scope = new Scope(name, context, this, region);
    const account = new Account(scope);
    this.region = region;
    this.tag = { key: "Name", value: fleet };
    this.targetGroups = targetGroups;

    const part = "targets";
    this.securityGroup = createGroup(scope, part, `Instances ${fleet}`, network.vpcId);
    allowHttpsOut(scope, part, this.securityGroup);
    const { role, profile } = createInstanceProfile(scope, part, args.pipelines, account);
    this.role = role;
    installCodeDeployAgent(scope, "agent", fleet);
    this.group = createInstances(scope, part, args, { fleet, profile, securityGroup: this.securityGroup });
    this.alarm = watchCount(scope, this.group, args.count, alarmTopic(scope, args.alarms, account));
    this.registerOutputs(this.outputs());
  }

  /** Plain names for stack outputs. */
  outputs(): Record<string, pulumi.Input<unknown>> {
    return { region: this.region, tag: this.tag, group: this.group.name, alarm: this.alarm.name };
  }
}
