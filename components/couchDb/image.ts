import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import { architectureOf } from "../environment/instanceImage";
import type { Scope } from "../shared/scope";

/**
 * The image, once the account has said that the instance type can run it. EC2 would refuse it too, but only when the old
 * instance is gone.
 */
export function imageFor(scope: Scope, amiId: string, instanceType: string): pulumi.Output<string> {
  const filters = [{ name: "image-id", values: [amiId] }];
  const image = aws.ec2.getAmiOutput({ filters, includeDeprecated: true, region: scope.region }, scope.child);
  return image.architecture.apply((architecture) => {
    const problem = architectureProblem(amiId, architecture, instanceType);
    // Too late for the other arguments' error: an error of the program, which is shown without its stack.
    if (problem) throw new pulumi.RunError(`${scope.name}: amiId: ${problem}`);
    return amiId;
  });
}

/** What is wrong with an image of this architecture for an instance type, if anything. */
export function architectureProblem(amiId: string, architecture: string, instanceType: string): string | undefined {
  const wanted = architectureOf(instanceType);
  if (architecture === "" || architecture === wanted) return undefined;
  return `${amiId} is for ${architecture}, and ${instanceType} runs ${wanted}; give an image for ${wanted}, or another instance type`;
}
