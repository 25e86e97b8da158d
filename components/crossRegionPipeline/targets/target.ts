import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import type * as aws from "../../shared/aws";
import type { Context } from "../../shared/context";
import type { LogRetentionDays } from "../../shared/logRetention";
import type { Problems } from "../../shared/problems";
import type { Scope } from "../../shared/scope";
import type { BuildArgs } from "../buildArgs";
import type { TargetArgs } from "../targetArgs";

/** One region of one target of one stage: what a target's module gets to work with. */
export interface TargetSite {
  /** Scope in the target's region. */
  scope: Scope;
  /** The account, whose ARNs are of the target's region. */
  account: Account;
  /** Part that is unique in the pipeline, `stage-target-region`: names of everything of this target begin with `scope.id(part)`. */
  part: string;
  /** Names of the artifacts that the action may take. */
  artifacts: {
    /** What is deployed: the build's result, or the source. */
    deployed: string;
    /** Where the program of stacks is: the pipeline's `infrastructure`, or the source. */
    program: string;
  };
  /** Lets a role of the target's read the artifacts of its region. */
  readArtifacts: aws.iam.PolicyStatement[];
  logRetentionDays: LogRetentionDays;
}

/** The action of a pipeline, without what the stage says of it: name, region, order. */
export interface TargetAction {
  category: "Deploy" | "Build";
  provider: string;
  /** Values of the action's configuration; all of them are texts to CodePipeline. */
  configuration: Record<string, pulumi.Input<string>>;
  /** Name of the artifact that it takes. */
  inputArtifact: string;
}

/** What a target adds to its pipeline. */
export interface Deployment {
  action: TargetAction;
  /** What the pipeline's role has to be allowed for this action, besides its artifacts. */
  statements: aws.iam.PolicyStatement[];
  /** Where it deploys to, for stack outputs: `status` asks AWS by it. Plain names, such as `application`. */
  destination: Record<string, pulumi.Input<string>>;
}

/** Makes what a target needs in one region. */
export type CreateTarget<T extends TargetArgs> = (site: TargetSite, target: T) => Deployment;

/** What the checks of a target know of the rest of the pipeline. */
export interface TargetSurroundings {
  context: Context;
  build?: BuildArgs;
}

/** Adds everything that is wrong with a target; its name and regions are checked by the pipeline. */
export type ValidateTarget<T extends TargetArgs> = (
  target: T,
  path: string,
  surroundings: TargetSurroundings,
  problems: Problems,
) => void;
