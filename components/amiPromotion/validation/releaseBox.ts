import { AMI_ID } from "../../shared/formats";
import { Problems, type Problem } from "../../shared/problems";
import type { ReleaseBoxArgs } from "../releaseBox/args";
import { validateCommands } from "./commands";
import { validateInstanceType, validateRootVolume, validateRoute } from "./fleet";

/** Arguments to check; the environment is an object of resources. */
export type CheckedReleaseBox = Omit<ReleaseBoxArgs, "environment">;

/** Everything that is wrong with the arguments of a ReleaseBox. */
export function validateReleaseBox(args: CheckedReleaseBox, hasLoadBalancer: boolean): Problem[] {
  const problems = new Problems();
  const { imageId, route, commands, shareWith = [] } = args;
  validateInstanceType(args.instanceType, "instanceType", problems);
  problems.require(AMI_ID.test(imageId), "imageId", `"${imageId}" is not an AMI id such as ami-0123456789abcdef0`);
  validateRootVolume(args.rootVolume, "rootVolume", problems);
  if (route) validateRoute(route, "route", { hasLoadBalancer }, problems);
  if (commands) validateCommands(commands, "commands", problems);
  for (const [i, account] of shareWith.entries()) {
    problems.require(/^\d{12}$/.test(account), `shareWith[${i}]`, `"${account}" is not an account id of 12 digits`);
  }
  return problems.all;
}
