import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../shared/account";
import type * as aws from "../../shared/aws";
import { refuseInvalid } from "../../shared/problems";
import { Scope } from "../../shared/scope";
import { createCommands, type Commands } from "../commands";
import { createFleetSecurityGroup } from "../fleet/securityGroup";
import { createTraffic } from "../fleet/traffic";
import { createImageKey } from "../imageKey";
import { validateReleaseBox } from "../validation/releaseBox";
import type { ReleaseBoxArgs } from "./args";
import { createDeployments, type Deployments } from "./deployments";
import { followDeployments } from "./followDeployments";
import { attachInstance, createInstance } from "./instance";

/** The part's name; the instance is called `owner-project-environment-release-box`. */
const PART = "release-box";

/**
 * One web server that receives every release first and hosts a bare test site: what the instances of all environments are
 * clones of.
 *
 * Bills: the instance and its volume, a KMS key, builds, alarms, logs.
 */
export class ReleaseBox extends pulumi.ComponentResource {
  readonly instance: aws.ec2.Instance;
  /** Encrypts its volumes, and with them every image. */
  readonly key: aws.kms.Key;
  /** How releases come to it. */
  readonly deployments: Deployments;
  /** What runs after a deployment. */
  readonly commands?: Commands;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before any resource exists */
  constructor(name: string, args: ReleaseBoxArgs, opts?: pulumi.ComponentResourceOptions) {
    refuseInvalid(name, validateReleaseBox(args, args.environment.loadBalancer !== undefined));
    super("slipway:index:ReleaseBox", name, {}, opts);
    const { context, environment, route, logRetentionDays = 30 } = args;
    const scope = new Scope(name, context, this);
    const account = new Account(scope);

    this.key = createImageKey(scope, "images", account, args.shareWith ?? []);
    const securityGroup = createFleetSecurityGroup(scope, { name: PART, ...(route && { route }) }, environment);
    this.deployments = createDeployments(scope, PART, account);
    this.instance = createInstance(scope, PART, args, {
      securityGroupIds: [securityGroup.id, environment.securityGroups.application.id],
      key: this.key,
      releases: this.deployments.bucket,
      account,
    });
    if (route)
      attachInstance(scope, PART, this.instance, createTraffic(scope, { name: PART }, route, environment), route);
    if (args.commands) this.commands = createCommands(scope, args.commands, { environment, account, logRetentionDays });
    followDeployments(scope, args, this, account);
    this.registerOutputs(this.outputs());
  }

  /** Its identity for the environments that are promoted from it, and where releases go. */
  outputs(): Record<string, pulumi.Input<unknown>> {
    const { application, group, bucket } = this.deployments;
    return {
      instanceId: this.instance.id,
      application: application.name,
      deploymentGroup: group.deploymentGroupName,
      keyArn: this.key.arn,
      releasesBucket: bucket.id,
    };
  }
}
