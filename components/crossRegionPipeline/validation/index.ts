import { NAME, REGION } from "../../shared/formats";
import { Problems, type Problem } from "../../shared/problems";
import type { CrossRegionPipelineArgs } from "../args";
import { artifactPrefixOf } from "../names";
import { validateBuild } from "./build";
import { validateApprovals } from "./approvals";
import { validateGit, validateSource } from "./source";
import { validateStackUpdates } from "./stackUpdates";
import { validateStages } from "./stages";

/** Arguments to check; the environment's parts are outputs. */
export type CheckedPipeline = Omit<CrossRegionPipelineArgs, "environment">;

/** CodePipeline's limit for names. */
const MAX_NAME_LENGTH = 100;

/** Lower-case letters, digits, dots and hyphens, of which S3 takes no two dots in a row and neither at the beginning. */
const ARTIFACT_PREFIX = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{0,29}$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const RESERVED_PREFIX = /^(xn--|sthree-|amzn-s3-demo-)/;

/** Everything that is wrong with the arguments of the CrossRegionPipeline `name`, relations between them included. */
export function validatePipeline(name: string, args: CheckedPipeline): Problem[] {
  const problems = new Problems();
  const { context, source, infrastructure, build, stages } = args;
  const regions = args.regions ?? [context.region];
  problems.require(
    NAME.test(name) && name.length <= MAX_NAME_LENGTH,
    "name",
    `"${name}" is not a name; lower-case letters, digits and single dashes, a letter first, at most ${MAX_NAME_LENGTH}`,
  );
  validateRegions(regions, context.region, problems);
  const prefix = artifactPrefixOf(name, args);
  problems.require(
    ARTIFACT_PREFIX.test(prefix),
    "artifactPrefix",
    `"${prefix}" is not the beginning of a bucket's name; at most 30 lower-case letters, digits, dots and hyphens, a letter or digit first`,
  );
  problems.require(
    !RESERVED_PREFIX.test(prefix),
    "artifactPrefix",
    `"${prefix}" begins as S3's own names do (xn--, sthree-, amzn-s3-demo-); use another`,
  );
  validateSource(source, context.region, problems);
  if (infrastructure) {
    validateGit(infrastructure, "infrastructure", context.region, problems);
    const isUsed = stages.some(
      (stage) => stage.kind === "deploy" && stage.targets.some(({ kind }) => kind === "pulumi"),
    );
    problems.require(isUsed, "infrastructure", "is used by no target of kind pulumi; add one, or leave it out");
  }
  if (build) validateBuild(build, "build", problems);
  validateStages(args, regions, problems);
  validateStackUpdates(args, regions, problems);
  validateApprovals(args, problems);
  return problems.all;
}

function validateRegions(regions: string[], own: string, problems: Problems): void {
  for (const [i, region] of regions.entries()) {
    problems.require(REGION.test(region), `regions[${i}]`, `"${region}" is not a region such as us-west-2`);
  }
  problems.unique(regions, "regions");
  problems.require(
    regions.includes(own),
    "regions",
    `${regions.join(", ")} lack ${own}, where the pipeline itself keeps its artifacts; add it`,
  );
}
