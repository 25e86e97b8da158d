import { Repository } from "@pulumi/awsx/ecr";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../../shared/scope";
import type { ImageBuildArgs } from "../buildArgs";

/** A repository for images: scanned when they come, with tags that never move, and no more of them than needed. */
export function createRepository(
  scope: Scope,
  { repository, keepImages = 500 }: ImageBuildArgs,
): pulumi.Output<string> {
  const part = "images";
  const images = new Repository(
    scope.id(part),
    {
      name: repository,
      imageScanningConfiguration: { scanOnPush: true },
      imageTagMutability: "IMMUTABLE",
      lifecyclePolicy: {
        rules: [{ description: "Images to go back to", maximumNumberOfImages: keepImages, tagStatus: "any" }],
      },
      forceDelete: !scope.context.protectData,
      ...scope.common(part),
    },
    scope.stateful,
  );
  return images.url;
}
