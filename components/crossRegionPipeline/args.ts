import type { Environment } from "../environment";
import type { Context, Stage } from "../shared/context";
import type { LogRetentionDays } from "../shared/logRetention";
import type { BuildArgs } from "./buildArgs";
import type { GitSourceArgs, SourceArgs } from "./sourceArgs";
import type { TargetArgs } from "./targetArgs";

/**
 * Arguments of {@link CrossRegionPipeline}. What it is called follows from the component's name: lower-case letters, digits and
 * single dashes, a letter first; `pipelineName` makes one of a branch.
 */
export interface CrossRegionPipelineArgs {
  /** Names and tags of the environment that the pipeline is in. */
  context: Context;
  /** Whose build topic gets the messages of the pipeline. */
  environment: Environment;
  /** What the pipeline deploys; a change of it starts an execution. */
  source: SourceArgs;
  /**
   * Repository with the program of the stacks that targets of kind `pulumi` update; a change of it starts an execution as well.
   *
   * @default - the program is in the source
   */
  infrastructure?: GitSourceArgs;
  /**
   * What makes the image or the archive that is deployed.
   *
   * @default - the source is deployed as it is
   */
  build?: BuildArgs;
  /**
   * Regions that the pipeline deploys to, its own among them. Each gets a bucket and a KMS key for artifacts; both bill.
   *
   * @default - the environment's region
   */
  regions?: string[];
  /**
   * How the names of the buckets begin: at most 30 lower-case letters, digits, dots and hyphens. The rest is `-region-account`,
   * so that instances may be admitted to a bucket before it exists. Changing it replaces the buckets.
   *
   * @default - the pipeline's name, cut to 30 characters
   */
  artifactPrefix?: string;
  /** Stages after source and build, in their order; 1–48. */
  stages: StageArgs[];
  /**
   * What happens to an execution that starts while another one runs. `queued`: it waits for its turn. `superseded`: it waits,
   * and a later one takes its place. `parallel`: it runs beside the other one, which rules rollbacks and
   * targets of kind `pulumi` out.
   *
   * @default "queued"
   */
  executions?: "queued" | "superseded" | "parallel";
  /**
   * Days that the logs of builds are kept.
   *
   * @default 30
   */
  logRetentionDays?: LogRetentionDays;
}

/** A stage of a pipeline. */
export type StageArgs = ApprovalArgs | DeployArgs;

/**
 * A stage at which a person decides. What waits and where it would go is published to the environment's build topic.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
 */
export interface ApprovalArgs {
  kind: "approval";
  /** Name of the stage: lower-case letters, digits and single dashes, a letter first, at most 20 characters. */
  name: string;
  /** Name of the stage after it that the approval opens. */
  approves: string;
  /**
   * Page that whoever decides wants to see, e.g. the site of the stage before.
   *
   * @default - none
   */
  reviewUrl?: string;
  /**
   * How long it waits (5–86400 minutes); without an answer the execution fails and nothing is deployed.
   *
   * @default 10080 - seven days
   */
  timeoutMinutes?: number;
}

/** A stage that deploys, in every region at once or in waves. */
export interface DeployArgs {
  kind: "deploy";
  /** Name of the stage, e.g. `staging`: lower-case letters, digits and single dashes, a letter first, at most 20 characters. */
  name: string;
  /**
   * How far from production it is. A stage that deploys to production has an approval that opens it, with no other stage that
   * deploys between them.
   *
   * @default - the environment's stage
   */
  to?: Stage;
  /** What is deployed to; all of it in parallel, within a wave. */
  targets: TargetArgs[];
  /**
   * Regions in their order. Each wave starts when the one before has succeeded and its alarms have stayed quiet.
   *
   * @default - one wave with all regions
   */
  waves?: WaveArgs[];
  /**
   * What happens when a deployment of the stage fails. `rollback`: the stage goes back to the last version that succeeded in
   * it since the pipeline was last changed. `retryFailedActions`, `retryAllActions`: once more, then it fails. `stop`: the execution fails, the stage stays as it is.
   * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html
   *
   * @default "rollback", with `executions: "parallel"` "stop"
   */
  onFailure?: "rollback" | "retryFailedActions" | "retryAllActions" | "stop";
  /**
   * When the stage may begin; outside of it the execution fails before anything is deployed.
   *
   * @default - at any time
   */
  window?: WindowArgs;
}

/** Regions that are deployed to at once. */
export interface WaveArgs {
  regions: string[];
  /**
   * What is watched after the wave: an alarm within the time takes the wave back and ends the execution, so that later waves
   * never start.
   *
   * @default - the next wave starts at once
   */
  watch?: WatchArgs;
}

/**
 * A pause in which alarms are watched.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html
 */
export interface WatchArgs {
  /** Length of the pause (1–55 minutes): the rule that watches has an hour. */
  minutes: number;
  /** Names of CloudWatch alarms in each region of the wave, 1–5; `<region>` in a name stands for the region. */
  alarms: string[];
}

/**
 * Times at which a deployment may begin.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html
 */
export interface WindowArgs {
  /** Quartz expression of the minutes that are open, e.g. `* * 9-16 ? * MON-THU *`. */
  cron: string;
  /**
   * Time zone of the expression, e.g. `America/New_York`.
   *
   * @default "UTC"
   */
  timezone?: string;
}
