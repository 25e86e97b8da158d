import type * as pulumi from "@pulumi/pulumi";
import * as aws from "../../../shared/aws";
import { shortened } from "../../../shared/context";
import { serviceTrust } from "../../../shared/iam";
import type { PulumiTargetArgs } from "../../targetArgs";
import type { TargetSite } from "../target";

const MAX_ROLE_NAME = 64;

/** The role of one stack's updates, and what it has to be given before the first of them. */
interface StackRole {
  role: aws.iam.Role;
  permissions: pulumi.Resource[];
}

/**
 * The role by which `pulumi up` changes one stack. Its own policy reaches the program, the stack's state and key, and the log;
 * what it may do to the stack's resources the given policies say.
 */
export function createStackRole(
  { scope, part, account, readArtifacts }: TargetSite,
  { policyArns, permissionsBoundaryArn, stack, backend, secretsKeyArn }: PulumiTargetArgs,
  project: string,
): StackRole {
  const role = new aws.iam.Role(
    scope.id(part),
    {
      name: shortened(scope.id(part), MAX_ROLE_NAME),
      assumeRolePolicy: serviceTrust(
        "codebuild.amazonaws.com",
        account.id,
        account.arn("codebuild", `project/${project}`),
      ),
      ...(permissionsBoundaryArn !== undefined && { permissionsBoundary: permissionsBoundaryArn }),
      tags: scope.tags(part),
    },
    scope.child,
  );
  const { bucket, prefix } = stateOf(backend);
  const own = stateFiles(stack).map((file) => account.bucketArn(`${bucket}/${prefix}${file}`));
  const policy = new aws.iam.RolePolicy(
    scope.id(part),
    {
      role: role.name,
      policy: {
        Version: "2012-10-17",
        Statement: [
          ...readArtifacts,
          // Stacks refer to others, whose state is theirs to change.
          { Effect: "Allow", Action: "s3:GetObject", Resource: account.bucketArn(`${bucket}/${prefix}*`) },
          { Effect: "Allow", Action: ["s3:PutObject", "s3:DeleteObject"], Resource: own },
          { Effect: "Allow", Action: "s3:ListBucket", Resource: account.bucketArn(bucket) },
          { Effect: "Allow", Action: ["kms:Decrypt", "kms:Encrypt"], Resource: secretsKeyArn },
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: account.arn("logs", `log-group:/aws/codebuild/${project}:*`),
          },
        ],
      },
    },
    scope.child,
  );
  const attachments = policyArns.map(
    (policyArn, i) =>
      new aws.iam.RolePolicyAttachment(scope.id(`${part}-${i}`), { role: role.name, policyArn }, scope.child),
  );
  return { role, permissions: [policy, ...attachments] };
}

/**
 * Where a stack's own state is within its backend, as patterns of IAM: checkpoint, history, backups and locks. A stack without its
 * project has the stacks of its name in every project.
 * https://www.pulumi.com/docs/iac/concepts/state-and-backends/
 */
export function stateFiles(stack: string): string[] {
  const [name, project = "*", organization] = stack.split("/").reverse();
  const path = `${organization === undefined ? "*" : project}/${name}`;
  return [
    `.pulumi/stacks/${path}.*`,
    `.pulumi/history/${path}/*`,
    `.pulumi/backups/${path}/*`,
    `.pulumi/locks/*/${path}/*`,
  ];
}

/** Bucket of a state and how its keys begin, from an address such as `s3://bucket/prefix?region=us-west-2`. */
export function stateOf(backend: string): { bucket: string; prefix: string } {
  const { hostname, pathname } = new URL(backend);
  const folder = pathname.replace(/^\/|\/$/g, "");
  return { bucket: hostname, prefix: folder === "" ? "" : `${folder}/` };
}
