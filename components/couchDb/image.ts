import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import { architectureOf } from "../environment/instanceImage";
import type { Scope } from "../shared/scope";

/**
 * The image, once the account has said that the instance type can run it, so that preview says so and not EC2 in the middle of
 * an update. An image that is gone keeps nothing from being deployed: the instance that was made of it goes on without.
 */
export function imageFor(scope: Scope, amiId: string, instanceType: string): pulumi.Output<string> {
  return pulumi.output(findArchitecture(scope, amiId)).apply((architecture) => {
    if (architecture === undefined) {
      void pulumi.log.warn(`${scope.name}: amiId: there is no ${amiId}; the next replacement needs another`);
      return amiId;
    }
    const problem = architectureProblem(amiId, architecture, instanceType);
    // Too late for the other arguments' error: an error of the program, which is shown without its stack.
    if (problem) throw new pulumi.RunError(`${scope.name}: amiId: ${problem}`);
    return amiId;
  });
}

/** What an image is for; undefined if there is no such image. */
async function findArchitecture(scope: Scope, amiId: string): Promise<string | undefined> {
  const filters = [{ name: "image-id", values: [amiId] }];
  try {
    const image = await aws.ec2.getAmi({ filters, includeDeprecated: true, region: scope.region }, scope.child);
    return image.architecture;
  } catch (error) {
    // A list that may be empty would need the image's owner, whom nobody has named.
    if (error instanceof Error && error.message.includes("query returned no results")) return undefined;
    throw error;
  }
}

/** What is wrong with an image of this architecture for an instance type, if anything. */
export function architectureProblem(amiId: string, architecture: string, instanceType: string): string | undefined {
  const wanted = architectureOf(instanceType);
  if (architecture === "" || architecture === wanted) return undefined;
  return `${amiId} is for ${architecture}, and ${instanceType} runs ${wanted}; give an image for ${wanted}, or another instance type`;
}
