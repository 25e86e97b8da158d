/** An action of a pipeline that deploys. */
export interface DeployAction {
  /** Stage of the pipeline, e.g. `production-1`. */
  stage: string;
  /** Name of the action, e.g. `web-us-east-1`. */
  action: string;
  region: string;
  /** `CodeDeploy`, `EC2`, `ECS` or `CodeBuild`. */
  provider: string;
  configuration: Record<string, string>;
}

/** One run of such an action. */
export interface ActionRun {
  stage: string;
  action: string;
  /** Id of the pipeline's execution. */
  execution: string;
  /** `InProgress`, `Succeeded`, `Failed` or `Abandoned`. */
  status: string;
  started: Date;
  ended: Date;
}

/** How what was deployed is now. */
export interface Health {
  /** Undefined where nothing can be asked. */
  healthy: boolean | undefined;
  /** In words, e.g. `2/2 instances`. */
  detail: string;
}

/** What the command asks of the account; the SDK answers, or a test. */
export interface DeliveryAccount {
  /** What a pipeline deploys by, in its order; undefined if there is no such pipeline. */
  actions(pipeline: string): Promise<DeployAction[] | undefined>;
  /** Runs of all actions, the newest first, until the caller has seen enough. */
  runs(pipeline: string): AsyncIterable<ActionRun>;
  /** Versions of the source by execution: commits, or versions of an archive. */
  versions(pipeline: string, executions: ReadonlySet<string>): Promise<Map<string, string>>;
  /** @param deployed when the action began that deployed what is there; left out if nothing has been deployed */
  health(action: DeployAction, deployed?: Date): Promise<Health>;
}
