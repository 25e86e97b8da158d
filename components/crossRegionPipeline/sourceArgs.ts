/** What starts a pipeline and is deployed by it. */
export type SourceArgs = S3SourceArgs | GitSourceArgs;

/**
 * An archive in a versioned bucket of the pipeline's own; uploading a new version starts an execution.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
 */
export interface S3SourceArgs {
  kind: "s3";
  /** Key of the archive in the bucket, e.g. `lcloud.zip`. */
  key: string;
}

/**
 * A branch of a repository at GitHub, GitLab or Bitbucket.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export interface GitSourceArgs {
  kind: "git";
  /** ARN of the connection, in the pipeline's region. It has been confirmed in the console, once for all pipelines. */
  connectionArn: string;
  /** Owner and name of the repository, e.g. `buildit/twig-api`. */
  repository: string;
  /** Branch, e.g. `feature/login`. */
  branch: string;
  /**
   * Files whose change starts an execution, as glob patterns such as `src/**`; at most 8.
   *
   * @default - any file
   */
  paths?: string[];
  /**
   * Files whose change alone starts none, e.g. `docs/**`; at most 8.
   *
   * @default - none
   */
  ignoredPaths?: string[];
  /**
   * Git tags that start an execution, in place of pushes to the branch, as glob patterns such as `v*`; at most 8. AWS filters
   * by tag or by path, not by both.
   *
   * @default - pushes to the branch do
   */
  tags?: string[];
}
