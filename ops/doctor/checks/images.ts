import type { Prerequisites } from "../../../stacks/prerequisites";
import type { ContainerImage, PrerequisiteAccount } from "../account";
import { unchecked, well, wrong, type Answer, type Check } from "../check";

/** An address in ECR: account, region, repository, tag, digest. */
const ECR = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)(?::([^@]+))?(?:@(.+))?$/;

/** Images of instances and containers. */
export function imageChecks(account: PrerequisiteAccount, needed: Prerequisites): Check[] {
  return [
    ...needed.images.map((image) => machineImageCheck(account, image)),
    ...needed.containerImages.map((image) => containerImageCheck(account, image)),
  ];
}

function machineImageCheck(
  account: PrerequisiteAccount,
  { region, id, architecture }: Prerequisites["images"][number],
): Check {
  return {
    group: "images",
    subject: `image ${id}`,
    async look() {
      const image = await account.machineImage(region, id);
      if (!image) {
        return wrong(
          `does not exist in ${region}, or is not shared with this account`,
          `copy it (aws ec2 copy-image --source-region … --region ${region}), or have its owner share it`,
        );
      }
      if (image.state !== "available")
        return wrong(`is ${image.state}`, "wait until it is available, or give another one");
      if (image.architecture !== architecture) {
        return wrong(
          `is for ${image.architecture}, the instance type for ${architecture}`,
          "give an image for the type's processors, or another type",
        );
      }
      return well(`${architecture}, of ${image.owner}`);
    },
  };
}

/** The parts of an image's address in ECR; undefined of other registries. */
export function parseEcr(image: string): ContainerImage | undefined {
  const [, account, region, repository, tag, digest] = ECR.exec(image) ?? [];
  if (account === undefined || region === undefined || repository === undefined) return undefined;
  const version = digest !== undefined ? { digest } : { tag: tag ?? "latest" };
  return { account, region, repository, ...version };
}

function containerImageCheck(
  account: PrerequisiteAccount,
  { image, repository }: Prerequisites["containerImages"][number],
): Check {
  return {
    group: "images",
    subject: `image ${image}`,
    async look(): Promise<Answer> {
      const parts = parseEcr(image);
      if (!parts) return unchecked("is in a registry that is not asked");
      const missing = await account.missingOf(parts);
      if (missing === undefined) return well(`in ECR, ${parts.region}`);
      if (missing === "repository" && repository !== undefined) {
        return unchecked(
          "its repository is made by the stack's pipeline: push it when that is there, services wait for it",
        );
      }
      const push = `docker push ${image}`;
      if (missing === "image")
        return wrong("does not exist; its repository does", `push it, or give another tag: ${push}`);
      const create = `aws ecr create-repository --region ${parts.region} --repository-name ${parts.repository}`;
      return wrong("does not exist, nor does its repository", `${create}, then ${push}`);
    },
  };
}
