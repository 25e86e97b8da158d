import { createHash } from "node:crypto";
import type * as aws from "../../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import { createPrivateBucket, type PrivateBucket } from "../../shared/privateBucket";
import type { Scope } from "../../shared/scope";
import type { EcsServiceArgs } from "../args";

/** Longest name of a bucket, without a dash and the hash that tells accounts apart. */
const MAX_NAME_LENGTH = 63 - 7;

/** The bucket of a service's environment files. */
export interface EnvironmentFiles extends PrivateBucket {
  name: pulumi.Output<string>;
  arn: pulumi.Output<string>;
  /** Names of the files that the containers ask for. */
  files: string[];
}

/**
 * The private bucket of a service's environment files, where its containers ask for some. Its policy keeps everybody but the
 * execution role from reading: a grant elsewhere, even an administrator's, opens nothing. Who may change the policy, or the
 * role and who takes it, can open it.
 */
export function createEnvironmentFiles(
  scope: Scope,
  { name: service, containers }: EcsServiceArgs,
  executionRoleArn: pulumi.Output<string>,
  account: Account,
): EnvironmentFiles | undefined {
  const files = [...new Set(containers.flatMap(({ environmentFiles = [] }) => environmentFiles))].sort();
  if (files.length === 0) return undefined;
  const prefix = scope.context.name(`${service}-env`, MAX_NAME_LENGTH);
  const name = account.id.apply((id) => `${prefix}-${hashOf(`${id} ${scope.region} ${scope.name}`)}`);
  const arn = account.bucketArn(name);
  const bucket = createPrivateBucket(scope, "environment-files", {
    fixed: { name, arn },
    // Long enough to go back to yesterday's file, short enough that replaced passwords do not stay.
    keepVersionsDays: 30,
    statements: () => [ownerReads(arn, executionRoleArn)],
  });
  return { ...bucket, name, arn, files };
}

function ownerReads(bucketArn: pulumi.Output<string>, roleArn: pulumi.Output<string>): aws.iam.PolicyStatement {
  return {
    Sid: "ReadByExecutionRoleOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:GetObject*",
    Resource: pulumi.interpolate`${bucketArn}/*`,
    // Holds for requests without a principal as well.
    Condition: { StringNotEquals: { "aws:PrincipalArn": roleArn } },
  };
}

/** Bucket names are the world's: the same environment in another account or region needs another. */
function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 6);
}
