import type { Problems } from "../../shared/problems";
import type { GitSourceArgs, SourceArgs } from "../sourceArgs";

const CONNECTION_ARN =
  /^arn:aws[a-z-]*:(codestar-connections|codeconnections):([a-z0-9-]+):\d{12}:connection\/[0-9a-f-]+$/;

/** Owner and name, with groups in between at GitLab. */
const REPOSITORY = /^[\w.-]+(\/[\w.-]+)+$/;

/** What Git refuses in names of branches. https://git-scm.com/docs/git-check-ref-format */
const BAD_BRANCH = /^$|^[-/.]|[/.]$|\.\.|\/\/|@\{|\.lock(\/|$)|[\s~^:?*[\\]/;

/** A key that means itself in policies too, where asterisks and question marks stand for other characters. */
const S3_KEY = /^[\w.!()-][\w.!()/-]*\.zip$/;

/** AWS's limit for the patterns of one filter. */
const MAX_PATTERNS = 8;

export function validateSource(source: SourceArgs, region: string, problems: Problems): void {
  if (source.kind === "git") {
    validateGit(source, "source", region, problems);
    return;
  }
  const { key } = source;
  problems.require(
    S3_KEY.test(key),
    "source.key",
    key === ""
      ? "is empty; give the key of the archive, such as releases/app.zip"
      : `"${key}" is not the key of a ZIP archive, such as releases/app.zip: letters, digits, / . _ - ! ( )`,
  );
}

/** A repository: a connection of the pipeline's region, a branch that Git takes, filters that AWS takes together. */
export function validateGit(source: GitSourceArgs, path: string, region: string, problems: Problems): void {
  const { connectionArn, repository, branch, tags = [] } = source;
  const at = (property: string): string => `${path}.${property}`;
  const [, , connectionRegion] = CONNECTION_ARN.exec(connectionArn) ?? [];
  problems.require(
    connectionRegion !== undefined,
    at("connectionArn"),
    `"${connectionArn}" is not the ARN of a connection (…:codeconnections:${region}:account:connection/id)`,
  );
  problems.require(
    connectionRegion === undefined || connectionRegion === region,
    at("connectionArn"),
    `is a connection in ${connectionRegion}; give one in ${region}, where the pipeline is`,
  );
  problems.require(
    REPOSITORY.test(repository),
    at("repository"),
    `"${repository}" is not a repository such as acme/shop`,
  );
  problems.require(!BAD_BRANCH.test(branch), at("branch"), `"${branch}" is not the name of a branch`);
  for (const property of ["paths", "ignoredPaths", "tags"] as const) {
    const patterns = source[property] ?? [];
    problems.require(
      patterns.length <= MAX_PATTERNS,
      at(property),
      `has ${patterns.length} patterns; AWS takes ${MAX_PATTERNS}`,
    );
    problems.unique(patterns, at(property));
    problems.require(
      property === "tags" || tags.length === 0 || patterns.length === 0,
      at(property),
      "stands beside tags; AWS filters by tag or by path, not by both",
    );
  }
}
