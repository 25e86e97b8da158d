import { CrossRegionPipeline } from "../../../components/crossRegionPipeline";
import type { CrossRegionPipelineArgs, DeployArgs } from "../../../components/crossRegionPipeline/args";
import type { GitSourceArgs } from "../../../components/crossRegionPipeline/sourceArgs";
import type { CodeDeployTargetArgs, EcsTargetArgs } from "../../../components/crossRegionPipeline/targetArgs";
import { Environment } from "../../../components/environment";
import { record, type Recording } from "../../support/recorder";
import { contextOf } from "../environments";

export const PREFIX = "acme-lcloud-prod";
/** Name of the component. */
export const NAME = `${PREFIX}-site`;
export const REGIONS = ["us-west-2", "us-east-1", "ap-southeast-2"];

export const GIT: GitSourceArgs = {
  kind: "git",
  connectionArn: "arn:aws:codeconnections:us-west-2:123456789012:connection/6e1f4c52-7b0d-4d7a-9a53-2f6c8b1d0e47",
  repository: "acme/site",
  branch: "master",
};

/** Instances in every region of the pipeline. */
export const WEB: CodeDeployTargetArgs = { kind: "codeDeploy", name: "web", tag: { key: "Name", value: "web" } };

/** A service in one region. */
export const API: EcsTargetArgs = {
  kind: "ecs",
  name: "api",
  regions: ["us-west-2"],
  cluster: "acme-cluster",
  service: "api-1a2b3c4",
  family: "acme-api",
  roles: ["acme-api-execution", "acme-api-task"],
};

export function stageOf(changes: Partial<DeployArgs> = {}): DeployArgs {
  return { kind: "deploy", name: "production", to: "staging", targets: [WEB], ...changes };
}

/** Arguments like those of LCloud, but for the environment; tests change the one that they are about. */
export function pipelineArgs(
  changes: Partial<CrossRegionPipelineArgs> = {},
): Omit<CrossRegionPipelineArgs, "environment"> {
  return {
    context: contextOf({ owner: "acme", project: "lcloud", environment: "prod", stage: "production" }),
    source: { kind: "s3", key: "site.zip" },
    regions: REGIONS,
    artifactPrefix: "acme.lcloud",
    stages: [{ kind: "approval", name: "review", approves: "production" }, stageOf({ to: "production" })],
    ...changes,
  };
}

/** The resources of a pipeline's component, in an environment of its own. */
export async function recordPipeline(
  changes: Partial<CrossRegionPipelineArgs> = {},
  { preview = false, name = NAME } = {},
): Promise<Recording> {
  const args = pipelineArgs(changes);
  const recording = await record(preview, () => {
    const environment = new Environment(args.context.prefix, {
      context: args.context,
      network: { kind: "existing", vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1", "subnet-83a890da"] },
    });
    new CrossRegionPipeline(name, { ...args, environment });
  });
  recording.resources.splice(0, Infinity, ...recording.resources.filter(({ parent }) => parent === name));
  return recording;
}

/** A stage of the recorded pipeline as CodePipeline gets it. */
export interface RecordedStage {
  name: string;
  actions: RecordedAction[];
  beforeEntry?: { condition: { result: string; rules: RecordedRule[] } };
  onSuccess?: { condition: { result: string; rules: RecordedRule[] } };
  onFailure?: Record<string, unknown>;
}

interface RecordedAction {
  name: string;
  category: string;
  provider: string;
  region?: string;
  inputArtifacts?: string[];
  outputArtifacts?: string[];
  configuration: Record<string, string>;
  timeoutInMinutes?: number;
}

interface RecordedRule {
  name: string;
  region?: string;
  ruleTypeId: { provider: string };
  configuration: Record<string, string>;
}

export function stagesOf(recording: Recording): RecordedStage[] {
  return recording.one("aws:codepipeline/pipeline:Pipeline").inputs.stages as RecordedStage[];
}
