import type { Deployment, TargetSurroundings } from "../../../components/crossRegionPipeline/targets/target";
import { createTarget, validateTarget } from "../../../components/crossRegionPipeline/targets";
import { artifactStatements } from "../../../components/crossRegionPipeline/artifactAccess";
import type {
  CodeDeployTargetArgs,
  Ec2TargetArgs,
  EcsTargetArgs,
  PulumiTargetArgs,
  TargetArgs,
} from "../../../components/crossRegionPipeline/targetArgs";
import { Account } from "../../../components/shared/account";
import { Problems } from "../../../components/shared/problems";
import { Scope } from "../../../components/shared/scope";
import * as pulumi from "@pulumi/pulumi";
import { record, type Recording } from "../../support/recorder";
import { contextOf } from "../environments";

export const PIPELINE = "buildit-lcloud-prod-site";
export const PART = "production-web-us-east-1";

export const codeDeploy: CodeDeployTargetArgs = {
  kind: "codeDeploy",
  name: "web",
  tag: { key: "Name", value: "buildit-lcloud-prod-web" },
};
export const ec2: Ec2TargetArgs = {
  kind: "ec2",
  name: "web",
  tag: { key: "Name", value: "buildit-lcloud-prod-web" },
  directory: "/srv/site",
  postScript: "scripts/restart.sh",
};
export const ecs: EcsTargetArgs = {
  kind: "ecs",
  name: "api",
  cluster: "buildit-lcloud-prod",
  service: "api",
  family: "buildit-lcloud-prod-api",
  roles: ["buildit-lcloud-prod-api-task", "buildit-lcloud-prod-api-execution"],
};
export const stack: PulumiTargetArgs = {
  kind: "pulumi",
  name: "web",
  stack: "acme/slipway/staging",
  directory: "examples/twig",
  backend: "s3://acme-pulumi-state/slipway?region=us-west-2",
  secretsKeyArn: "arn:aws:kms:us-west-2:123456789012:key/1a2b",
  policyArns: ["arn:aws:iam::123456789012:policy/staging"],
};

/** What a target made, and what it tells the pipeline with everything known. */
export interface Made {
  recording: Recording;
  deployment: Deployment;
}

/** Makes one region of a target as its pipeline would: the pipeline is in us-west-2, the target in us-east-1. */
export async function makeTarget(target: TargetArgs): Promise<Made> {
  let deployment: Deployment | undefined;
  const recording = await record(false, () => {
    const parent = new pulumi.ComponentResource("slipway:index:CrossRegionPipeline", PIPELINE);
    const scope = new Scope(PIPELINE, contextOf({ project: "lcloud", environment: "prod" }), parent).in("us-east-1");
    const account = new Account(scope);
    const made = createTarget(
      {
        scope,
        part: PART,
        account,
        artifacts: { deployed: "source", program: "infrastructure" },
        readArtifacts: artifactStatements("lcloud", "us-east-1", account, "read"),
        logRetentionDays: 30,
      },
      target,
    );
    return new Promise<void>((resolve) => {
      pulumi.output(made).apply((known) => {
        deployment = known;
        resolve();
      });
    });
  });
  return { recording, deployment: deployment! };
}

/** What is wrong with a target, as lines of `path: reason`. */
export function problemsOf(target: TargetArgs, build?: TargetSurroundings["build"]): string[] {
  const problems = new Problems();
  validateTarget(target, "target", { context: contextOf(), ...(build && { build }) }, problems);
  return problems.all.map(({ path, reason }) => `${path}: ${reason}`);
}
