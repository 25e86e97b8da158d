import type * as pulumi from "@pulumi/pulumi";

/** Where a stage deploys to. */
export type TargetArgs = CodeDeployTargetArgs | Ec2TargetArgs | EcsTargetArgs | PulumiTargetArgs;

interface CommonTargetArgs {
  /** Name of the target within its stage: lower-case letters, digits and single dashes, a letter first, at most 20 characters. */
  name: string;
  /**
   * Regions to deploy to, each by an action of its own.
   *
   * @default - all regions of the pipeline
   */
  regions?: string[];
}

/**
 * Instances with a tag, by CodeDeploy: an application and a deployment group in each region. The archive has an `appspec.yml`.
 * Instances are deployed to in place; for blue/green, by new instances beside the old, there is AmiPromotion.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html
 */
export interface CodeDeployTargetArgs extends CommonTargetArgs {
  kind: "codeDeploy";
  /** Tag of the instances, e.g. `{ key: "Fleet", value: "web" }`. */
  tag: InstanceTagArgs;
  /**
   * How many instances are deployed to at a time, or the share of them (1–99 percent) that serves all the while.
   *
   * @default "oneAtATime"
   */
  pace?: "oneAtATime" | "halfAtATime" | "allAtOnce" | { healthyPercent: number };
  /**
   * Name of the Auto Scaling group that the instances are in, in each region: new ones get the revision that the others have.
   * A group takes one target, for each adds a launch hook of its own.
   *
   * @default - none: a new instance waits for the next deployment
   */
  autoScalingGroup?: string;
  /**
   * Names of target groups, in each region, that an instance leaves while its revision changes; at most 10.
   *
   * @default [] - requests reach instances that are deployed to
   */
  targetGroups?: string[];
  /**
   * Names of CloudWatch alarms in each region, at most 10, that stop a deployment and take it back; `<region>` in a name
   * stands for the region.
   *
   * @default [] - failed deployments alone are taken back
   */
  alarms?: string[];
}

/**
 * Linux instances with a tag, by CodePipeline itself through Systems Manager; they need no agent of CodeDeploy. It acts in
 * executions only: an instance that is launched later has no application until the next one, so this is for instances that stay.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html
 */
export interface Ec2TargetArgs extends CommonTargetArgs {
  kind: "ec2";
  /** Tag of the instances. */
  tag: InstanceTagArgs;
  /** Folder on the instance that gets the files, e.g. `/srv/app`. */
  directory: string;
  /** Script in the archive that runs after the files have been put there, e.g. `scripts/restart.sh`. */
  postScript: string;
  /**
   * Script in the archive that runs before.
   *
   * @default - none
   */
  preScript?: string;
  /**
   * Percentage of the instances that is deployed to at a time (1–100).
   *
   * @default 50
   */
  batchPercent?: number;
  /**
   * Names of target groups, in each region, that an instance leaves while its files change.
   *
   * @default [] - requests reach instances that are deployed to
   */
  targetGroups?: string[];
}

/**
 * A service on ECS gets the image that was built. The service's `imageOwner` is `pipeline`.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 */
export interface EcsTargetArgs extends CommonTargetArgs {
  kind: "ecs";
  /** Name of the cluster. */
  cluster: pulumi.Input<string>;
  /** Name of the service. */
  service: pulumi.Input<string>;
  /** Names of the roles of its tasks, which the pipeline passes on to ECS. */
  roles: pulumi.Input<string>[];
  /** Name of its task family; the pipeline registers revisions of it. */
  family: pulumi.Input<string>;
  /**
   * How long a deployment waits by the service's own settings: canary, bake times, pauses. It has to end before the action does.
   *
   * @default 0
   */
  waitingMinutes?: number;
  /**
   * How long the action waits for the deployment (1–60 minutes, AWS's limit).
   *
   * @default 60
   */
  timeoutMinutes?: number;
}

/**
 * `pulumi up` of a stack, in CodeBuild, by a role of the stack's own. Its program is the pipeline's `infrastructure`, or the source.
 * It has exactly one region, is the only one of its stack in the stage, and rules `executions: "parallel"` out: two updates of a
 * stack at a time lock each other out. So do those of two pipelines: give a stack to one of them.
 */
export interface PulumiTargetArgs extends CommonTargetArgs {
  kind: "pulumi";
  /** Name of the stack as `pulumi stack select` takes it, e.g. `staging` or `acme/slipway/staging`. */
  stack: string;
  /** Folder of the stack's file within the program, e.g. `examples/twig`. */
  directory?: string;
  /** Address of the state, e.g. `s3://acme-pulumi-state?region=us-west-2`; the role may read there, and change the stack's own state. */
  backend: string;
  /**
   * ARN of the KMS key that encrypts the stack's secrets. Who may use it reads those of every stack that has it: stacks with
   * different stakes have different keys.
   */
  secretsKeyArn: string;
  /** ARNs of the policies that say what `pulumi up` may do in this account (1–10); not `AdministratorAccess`. */
  policyArns: string[];
  /**
   * ARN of a policy that the role can never go beyond, whatever its policies say.
   *
   * @default - none
   */
  permissionsBoundaryArn?: string;
  /**
   * Longest that it may take (5–480 minutes).
   *
   * @default 120
   */
  timeoutMinutes?: number;
}

/** A tag by which instances are found. */
export interface InstanceTagArgs {
  key: string;
  value: string;
}
