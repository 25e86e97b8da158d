import {
  CodePipelineClient,
  GetPipelineCommand,
  paginateListActionExecutions,
  paginateListPipelineExecutions,
  PipelineNotFoundException,
} from "@aws-sdk/client-codepipeline";
import type { ActionRun, DeliveryAccount, DeployAction, Health } from "./account";
import { healthOf } from "./health";

/** The source action whose revision is the version that is deployed. */
const SOURCE = "source";

/** The account of the credentials that the environment or the profile gives. */
export class AwsAccount implements DeliveryAccount {
  readonly #pipelines: CodePipelineClient;

  /** @param region that of the pipelines; what they deploy to is asked about in its own */
  constructor(readonly region: string) {
    this.#pipelines = new CodePipelineClient({ region });
  }

  async actions(name: string): Promise<DeployAction[] | undefined> {
    try {
      const { pipeline } = await this.#pipelines.send(new GetPipelineCommand({ name }));
      return pipeline!.stages!.flatMap((stage) =>
        stage
          .actions!.filter(({ actionTypeId }) => isDeployment(stage.name!, actionTypeId!.category!))
          .map((action) => ({
            stage: stage.name!,
            action: action.name!,
            region: action.region ?? this.region,
            provider: action.actionTypeId!.provider!,
            configuration: action.configuration ?? {},
          })),
      );
    } catch (error) {
      if (error instanceof PipelineNotFoundException) return undefined;
      throw error;
    }
  }

  async *runs(pipelineName: string): AsyncIterable<ActionRun> {
    for await (const page of paginateListActionExecutions({ client: this.#pipelines }, { pipelineName })) {
      for (const run of page.actionExecutionDetails ?? []) {
        yield {
          stage: run.stageName!,
          action: run.actionName!,
          execution: run.pipelineExecutionId!,
          status: run.status!,
          started: run.startTime!,
          ended: run.lastUpdateTime!,
        };
      }
    }
  }

  async versions(pipelineName: string, executions: ReadonlySet<string>): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    if (executions.size === 0) return found;
    for await (const page of paginateListPipelineExecutions({ client: this.#pipelines }, { pipelineName })) {
      for (const { pipelineExecutionId: id, sourceRevisions = [] } of page.pipelineExecutionSummaries ?? []) {
        const revision = sourceRevisions.find(({ actionName }) => actionName === SOURCE)?.revisionId;
        if (id !== undefined && executions.has(id) && revision !== undefined) found.set(id, revision);
      }
      if (found.size === executions.size) break;
    }
    return found;
  }

  health(action: DeployAction, deployed?: Date): Promise<Health> {
    return healthOf(action, deployed);
  }
}

/** Builds deploy where they update stacks, which is in no stage called `build`. */
function isDeployment(stage: string, category: string): boolean {
  return category === "Deploy" || (category === "Build" && stage !== "build");
}
