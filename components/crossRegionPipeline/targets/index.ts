import type { Problems } from "../../shared/problems";
import type { TargetArgs } from "../targetArgs";
import { createCodeDeployTarget } from "./codeDeploy";
import { createEc2Target } from "./ec2";
import { createEcsTarget } from "./ecs";
import { createPulumiTarget } from "./pulumi";
import type { Deployment, TargetSite, TargetSurroundings } from "./target";
import { validateCodeDeploy, validateEc2, validateEcs, validatePulumi } from "./validation";

/** Makes what a target needs in one region, and says how the pipeline reaches it. */
export function createTarget(site: TargetSite, target: TargetArgs): Deployment {
  switch (target.kind) {
    case "codeDeploy":
      return createCodeDeployTarget(site, target);
    case "ec2":
      return createEc2Target(site, target);
    case "ecs":
      return createEcsTarget(site, target);
    case "pulumi":
      return createPulumiTarget(site, target);
  }
}

/** Adds everything that is wrong with a target; its name and regions are checked by the pipeline. */
export function validateTarget(
  target: TargetArgs,
  path: string,
  surroundings: TargetSurroundings,
  problems: Problems,
): void {
  switch (target.kind) {
    case "codeDeploy":
      return validateCodeDeploy(target, path, surroundings, problems);
    case "ec2":
      return validateEc2(target, path, surroundings, problems);
    case "ecs":
      return validateEcs(target, path, surroundings, problems);
    case "pulumi":
      return validatePulumi(target, path, surroundings, problems);
  }
}
