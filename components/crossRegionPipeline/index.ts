import * as pulumi from "@pulumi/pulumi";
import { Account } from "../shared/account";
import type * as aws from "../shared/aws";
import { refuseInvalid } from "../shared/problems";
import { Scope } from "../shared/scope";
import type { CrossRegionPipelineArgs } from "./args";
import { createArtifactStore, type ArtifactStore } from "./artifacts";
import { createBuild, type Build } from "./build";
import { announceExecutions } from "./notifications";
import { createPipeline, type Destination } from "./pipeline";
import { createSource, type Source } from "./source";
import { artifactPrefixOf } from "./names";
import { artifactStatements } from "./artifactAccess";
import { validatePipeline } from "./validation";

/**
 * A pipeline that brings one version of a source to every region: from a bucket or a repository, built if need be, stage by
 * stage, wave by wave, with approvals, alarms that take a wave back, and messages about how it ends.
 *
 * Bills: the pipeline by action minutes, builds, a KMS key and artifacts in each region, logs, images.
 */
export class CrossRegionPipeline extends pulumi.ComponentResource {
  readonly pipeline: aws.codepipeline.Pipeline;
  readonly source: Source;
  /** Where the actions of each region find what they deploy. */
  readonly artifacts: ArtifactStore[];
  /** What builds, where there is something to build. */
  readonly build?: Build;
  /** Everything that is deployed to. */
  readonly destinations: Destination[];

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before any resource exists */
  constructor(name: string, args: CrossRegionPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    const { context, environment, source, build, regions = [context.region], logRetentionDays = 30 } = args;
    refuseInvalid(name, validatePipeline(name, args));
    super("slipway:index:CrossRegionPipeline", name, {}, opts);
    const scope = new Scope(name, context, this);
    const account = new Account(scope);
    const prefix = artifactPrefixOf(name, args);

    this.artifacts = regions.map((region) => createArtifactStore(scope.in(region), prefix, account));
    this.source = createSource(scope, source, prefix, account);
    if (build) {
      const { key } = this.artifacts.find(({ region }) => region === scope.region)!;
      const artifacts = artifactStatements(prefix, scope.region, account, "write");
      this.build = createBuild(scope, build, { account, artifacts, key, logRetentionDays });
    }
    const { pipeline, destinations } = createPipeline(scope, args, { ...this, account, prefix, regions });
    this.pipeline = pipeline;
    this.destinations = destinations;
    announceExecutions(scope, pipeline, environment.topics.build);
    this.registerOutputs(this.outputs());
  }

  /** Plain names, for stack outputs; `status` asks AWS by them what runs where. */
  outputs(): Record<string, pulumi.Input<unknown>> {
    const { bucket } = this.source;
    return {
      pipelineName: this.pipeline.name,
      ...(bucket && { sourceBucket: bucket.bucket }),
      ...(this.build?.repositoryUrl && { repositoryUrl: this.build.repositoryUrl }),
      artifactBuckets: Object.fromEntries(this.artifacts.map(({ region, bucket }) => [region, bucket.bucket])),
      destinations: this.destinations,
    };
  }
}
