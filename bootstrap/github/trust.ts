import type * as pulumi from "@pulumi/pulumi";
import type * as aws from "../../components/shared/aws";
import type { RolesSettings } from "./settings";

/** Who signs the tokens of GitHub's workflows. */
export const ISSUER = "token.actions.githubusercontent.com";

/** Who the tokens are for: what `aws-actions/configure-aws-credentials` asks GitHub for. */
export const AUDIENCE = "sts.amazonaws.com";

/**
 * How the subject of every token of a repository begins. Repositories made, renamed or moved since July 2026 have the numbers of
 * owner and repository in it, so that nobody who gets hold of an abandoned name gets the roles as well.
 * https://docs.github.com/actions/reference/security/oidc
 */
function repositorySubject({ repository, ids }: Pick<RolesSettings, "repository" | "ids">): string {
  if (ids === undefined) return `repo:${repository}`;
  const [owner, name] = repository.split("/");
  return `repo:${owner}@${ids.owner}/${name}@${ids.repository}`;
}

/** Subjects of the jobs that take a stack's roles on. None has a wildcard. */
export function subjectsOf(settings: Pick<RolesSettings, "repository" | "ids" | "branch">, stack: string) {
  const repository = repositorySubject(settings);
  return {
    /** Of a pull request. GitHub gives no token to one from a fork. */
    preview: `${repository}:pull_request`,
    /** Of the branch that is deployed, in a job without an environment. */
    inspect: `${repository}:ref:refs/heads/${settings.branch}`,
    /** Of a job in the stack's environment, after whatever that demands. */
    deploy: `${repository}:environment:${stack}`,
  };
}

/** Lets jobs with one subject take a role on. */
export function trustOf(providerArn: pulumi.Input<string>, subject: string): aws.iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [`${ISSUER}:aud`]: AUDIENCE, [`${ISSUER}:sub`]: subject } },
      },
    ],
  };
}
