import * as pulumi from "@pulumi/pulumi";
import { Account } from "../shared/account";
import { refuseInvalid } from "../shared/problems";
import { Scope } from "../shared/scope";
import type { AmiPromotionArgs } from "./args";
import { createCommands, type Commands } from "./commands";
import { createFleet, type Fleet } from "./fleet";
import { createMonitoring, type Monitoring } from "./monitoring";
import { createPromotion, type Promotion } from "./stateMachine";
import { validatePromotion } from "./validation";

/**
 * Fleets of instances that are clones of one image, and the state machine that brings the next image to them with no
 * downtime. `npm run promote` starts it; `pulumi up` never replaces an instance.
 *
 * Bills: instances and their volumes, snapshots of images, a KMS key, builds, state transitions, alarms, logs.
 */
export class AmiPromotion extends pulumi.ComponentResource {
  readonly fleets: Fleet[];
  readonly promotion: Promotion;
  /** What runs in the environment's network, where there is something. */
  readonly commands?: Commands;
  /** Where the monitoring service is, where there is one. */
  readonly monitoring?: Monitoring;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before any resource exists */
  constructor(name: string, args: AmiPromotionArgs, opts?: pulumi.ComponentResourceOptions) {
    const { context, environment, initialImageId, logRetentionDays = 30 } = args;
    refuseInvalid(name, validatePromotion(args, { hasLoadBalancer: environment.loadBalancer !== undefined }));
    super("slipway:index:AmiPromotion", name, {}, opts);
    const scope = new Scope(name, context, this);
    const account = new Account(scope);

    this.fleets = args.fleets.map((fleet) => createFleet(scope, fleet, { environment, account, initialImageId }));
    if (args.commands) this.commands = createCommands(scope, args.commands, { environment, account, logRetentionDays });
    if (args.monitoring) {
      const groups = this.fleets.map(({ groupName }) => groupName);
      this.monitoring = createMonitoring(scope, args.monitoring, { environment, account, groups });
    }
    this.promotion = createPromotion(scope, args, { ...this, account });
    this.registerOutputs(this.outputs());
  }

  /** Plain names and ARNs, for stack outputs; the next environment is promoted from `imageParameter`. */
  outputs(): Record<string, pulumi.Input<unknown>> {
    return {
      stateMachineArn: this.promotion.stateMachine.arn,
      imageParameter: this.promotion.image.name,
      imageKeyArn: this.promotion.imageKeyArn,
      autoScalingGroups: this.fleets.map(({ groupName }) => groupName),
      ...(this.commands && { commandsBucket: this.commands.bucket.id }),
    };
  }
}
