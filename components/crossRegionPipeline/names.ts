import { hashOf, shortened } from "../shared/context";
import type { CrossRegionPipelineArgs, DeployArgs } from "./args";
import type { SourceArgs } from "./sourceArgs";

/** Longest part of a name that a branch makes, without its hash. */
const MAX_BRANCH_LENGTH = 20;

/** Longest prefix that leaves room in the name of a bucket for region and account. */
export const MAX_ARTIFACT_PREFIX = 30;

/** Name of a pipeline within its environment: that of a Git branch ends in the branch. */
export function pipelineName(name: string, source: SourceArgs): string {
  return source.kind === "git" ? `${name}-${branchPart(source.branch)}` : name;
}

/**
 * A branch as a part of names: lower-case letters, digits and dashes. What names cannot hold is replaced, and a hash of the
 * branch keeps it apart from others that would look the same: `feature/login` is `feature-login-df7c7a`. A branch that itself ends
 * like a hash has one of its own behind it.
 */
export function branchPart(branch: string): string {
  const plain = branch
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, MAX_BRANCH_LENGTH)
    .replace(/-$/, "");
  if (plain === branch && !/(^|-)[0-9a-f]{6}$/.test(branch)) return branch;
  return plain === "" ? hashOf(branch) : `${plain}-${hashOf(branch)}`;
}

/** How the names of a pipeline's artifact buckets begin. */
export function artifactPrefixOf(name: string, { artifactPrefix }: Pick<CrossRegionPipelineArgs, "artifactPrefix">) {
  return artifactPrefix ?? shortened(name, MAX_ARTIFACT_PREFIX);
}

/** Names of the stages in CodePipeline: each wave is one. */
export function stageNames({ name, waves = [] }: Pick<DeployArgs, "name" | "waves">): string[] {
  return waves.length > 1 ? waves.map((_wave, i) => `${name}-${i + 1}`) : [name];
}
