/** What CodeBuild makes of the source, with test reports where its buildspec has a `reports` section. Minutes of builds bill. */
export type BuildArgs = ImageBuildArgs | ArchiveBuildArgs;

interface CommonBuildArgs {
  /**
   * Buildspec: the path of a file in the source.
   *
   * @default - for an image, one that builds the source's `Dockerfile`; `buildspec.yml` for an archive
   */
  buildspec?: string;
  /**
   * Processor that the build runs on; an image is built for it, so it is that of the services that run the image.
   *
   * @default "x86_64"
   */
  architecture?: "x86_64" | "arm64";
  /**
   * Image that the build runs in.
   *
   * @default - Amazon Linux 2023 of the architecture
   */
  image?: string;
  /**
   * Size of the machine.
   *
   * @default "small"
   */
  size?: "small" | "medium" | "large";
  /**
   * Longest that a build may take (5–480 minutes).
   *
   * @default 60
   */
  timeoutMinutes?: number;
  /**
   * Environment variables of the build; no credentials.
   *
   * @default {} - none
   */
  variables?: Record<string, string>;
  /**
   * Variables whose values are read from Secrets Manager when a build starts: the ARN of a secret, with `:json-key` behind it
   * if the secret holds JSON.
   *
   * @default {} - none
   */
  secrets?: Record<string, string>;
}

/**
 * A container image, pushed to a repository of the pipeline's own under the commit's id: scanned, with tags that never move.
 * It is what targets of kind `ecs` deploy.
 */
export interface ImageBuildArgs extends CommonBuildArgs {
  kind: "image";
  /** Name of the repository in ECR, e.g. `twig-api`: the one that the services pull from. */
  repository: string;
  /** Name of the container that runs the image, in all services that the pipeline deploys to. */
  container: string;
  /**
   * Images that are kept (1–1000); older ones go, whether something runs them or not. Every commit builds one, also while a
   * stage waits: give more than are built between two releases to the last stage, and as many again to go back to.
   *
   * @default 500
   */
  keepImages?: number;
}

/** An archive with the files that the buildspec's `artifacts` section names. */
export interface ArchiveBuildArgs extends CommonBuildArgs {
  kind: "archive";
}
