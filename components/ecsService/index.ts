import * as pulumi from "@pulumi/pulumi";
import type * as aws from "../shared/aws";
import { refuseInvalid } from "../shared/problems";
import { Scope } from "../shared/scope";
import { createTaskAlarms, createTrafficAlarms } from "./alarms";
import type { EcsServiceArgs } from "./args";
import { announceDeployments } from "./deployment/announcements";
import { createDiscovery, type Discovery } from "./discovery";
import { allowMounts } from "./fileSystem/mounts";
import { createScaling } from "./scaling";
import { allowConnection, createSecurityGroup } from "./securityGroup";
import { createService } from "./service";
import { createTask, type Task } from "./task";
import { createTraffic, type Traffic } from "./traffic";
import { validateService } from "./validation";

/**
 * A service of containers on the environment's cluster: its tasks, how requests and other services reach them, how they
 * scale and how a new version replaces the old one.
 *
 * Bills: tasks on Fargate, alarms, logs, log storage, and what the arguments add; see each one.
 */
export class EcsService extends pulumi.ComponentResource {
  /** Name of the service in its environment. */
  readonly name: string;
  readonly service: aws.ecs.Service;
  /** Task definition, roles and log group. */
  readonly task: Task;
  /** Admits the load balancer and the services that connect; the tasks are in the environment's application group too. */
  readonly securityGroup: aws.ec2.SecurityGroup;
  /** Target groups and listener rules, where the service has a route. */
  readonly traffic?: Traffic;
  /** Where other services find it, if they do. */
  readonly discovery?: Discovery;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before any resource exists */
  constructor(name: string, args: EcsServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { context, environment, route, connectsTo = [] } = args;
    const full = `${context.prefix}-${args.name}`;
    const misnamed = {
      path: "name",
      reason: `the component is called "${name}"; call it "${full}", as its parts in AWS`,
    };
    refuseInvalid(name, [...(name === full ? [] : [misnamed]), ...validateService(args, environment.host)]);
    super("slipway:index:EcsService", name, {}, opts);
    const scope = new Scope(name, context, this);
    this.name = args.name;

    this.securityGroup = createSecurityGroup(scope, args);
    for (const server of connectsTo) allowConnection(scope, this, server);
    this.task = createTask(scope, args, allowMounts(scope, this.securityGroup, args));
    if (route) this.traffic = createTraffic(scope, args, route);
    if (args.discovery) this.discovery = createDiscovery(scope, args, args.discovery);
    const alarms = route && this.traffic ? createTrafficAlarms(scope, args, route, this.traffic) : [];
    this.service = createService(scope, args, { ...this, alarms });
    createTaskAlarms(scope, args, this.service);
    announceDeployments(scope, args, this.service);
    if (args.scaling) createScaling(scope, args, args.scaling, this.service, this.traffic);
    this.registerOutputs(this.outputs());
  }

  /** Plain names and ARNs of the service, for stack outputs. */
  outputs(): Record<string, pulumi.Input<unknown>> {
    return {
      serviceName: this.service.name,
      serviceArn: this.service.id,
      taskFamily: this.task.definition.family,
      taskRoles: [this.task.executionRole.name, this.task.taskRole.name],
      logGroup: this.task.logGroup.name,
      ...(this.task.environmentBucket && { environmentBucket: this.task.environmentBucket }),
      ...(this.discovery && { address: pulumi.interpolate`${this.discovery.host}:${this.discovery.port}` }),
    };
  }
}
