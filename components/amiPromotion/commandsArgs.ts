/**
 * Commands that run in the environment's network, in CodeBuild. They bill per minute.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html
 */
export interface CommandsArgs {
  /** Folder whose files the commands have as their working directory, e.g. `examples/qbo3/promotion`. */
  workspace: string;
  /** Address of the environment for setup packages and tests, e.g. `https://uat.qbo.example.com`. */
  url: string;
  /**
   * Update of the database.
   *
   * @default - none
   */
  database?: DatabaseArgs;
  /**
   * Setup packages: files of the application that set system settings when they are requested.
   *
   * @default - none
   */
  setupPackages?: SetupPackagesArgs;
  /**
   * Front-end regression tests.
   *
   * @default - none
   */
  tests?: TestsArgs;
  /**
   * Environment variables of all commands, read from Secrets Manager when they start: ARN, or `ARN:json-key`.
   *
   * @default {}
   */
  secrets?: Record<string, string>;
  /**
   * ARNs of the KMS keys of `secrets`, where they are not AWS's own.
   *
   * @default []
   */
  secretKeys?: string[];
  /**
   * What the commands reach besides HTTPS, such as the database's port.
   *
   * @default []
   */
  reach?: ReachArgs[];
  /**
   * Image of the build environment.
   *
   * @default "aws/codebuild/amazonlinux-x86_64-standard:5.0"
   */
  image?: string;
}

/** Update of the environment's database. Both commands are run again when a promotion is, so they must bear it. */
export interface DatabaseArgs {
  /** Shell command that updates the database; `$SCRIPT` is the path of the reviewed script where there was a review. */
  update: string;
  /**
   * Shell command that writes what the update would do to the file `$SCRIPT`, for the review.
   *
   * @default - the update cannot be reviewed first
   */
  script?: string;
  /**
   * Whether every promotion waits for a review; `--review-database` asks for one.
   *
   * @default false
   */
  review?: boolean;
}

/** Setup packages, requested in the given order; the first failure stops. */
export interface SetupPackagesArgs {
  /** Paths on the environment, e.g. `["/setup/Config.ashx?package=Mail.xml"]`. */
  paths: string[];
  /**
   * Text that each answer must contain besides a status of 200.
   *
   * @default - the status alone counts
   */
  expectedText?: string;
  /**
   * Seconds (1–3600) for each answer. Packages that take longer than a minute need the load balancer's
   * `idleTimeoutSeconds` raised as well: it ends silent requests after that.
   *
   * @default 60
   */
  timeoutSeconds?: number;
  /** ARN of the secret with `username` and `password` for HTTP basic authentication. */
  credentials: string;
}

/** Regression tests by any tool that writes JUnit XML. */
export interface TestsArgs {
  /** Shell command; the address of the environment is `$URL`. */
  command: string;
  /** Path of the JUnit report that it writes, in the workspace. */
  report: string;
}

/** A TCP port that commands connect to. */
export interface ReachArgs {
  /** Port (1–65535), e.g. 1433. */
  port: number;
  /** IPv4 range in canonical form, e.g. `10.60.200.0/24`. */
  cidr: string;
}
