import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import type * as aws from "../shared/aws";

/**
 * Name of the bucket with a region's artifacts. It follows from its prefix alone, so that what reads from it, such as the role
 * of instances in another stack, may be admitted before it exists.
 */
export function artifactBucketName(prefix: string, region: string, account: Account): pulumi.Output<string> {
  return pulumi.interpolate`${prefix}-${region}-${account.id}`;
}

/** Alias of the key that encrypts a region's artifacts; the same in every region. Aliases take no dots. */
export function artifactKeyAlias(prefix: string): string {
  return `alias/${prefix.replaceAll(".", "-")}-artifacts`;
}

/** What CodePipeline asks of a bucket before it reads or writes there. */
export const BUCKET_QUESTIONS = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"];

/** What a role may do with the artifacts of the account's region, with exactly their bucket and their key. */
export function artifactStatements(
  prefix: string,
  region: string,
  account: Account,
  access: "read" | "write",
): aws.iam.PolicyStatement[] {
  const isWriter = access === "write";
  return [
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion", ...(isWriter ? ["s3:PutObject"] : [])],
      Resource: account.bucketArn(pulumi.interpolate`${artifactBucketName(prefix, region, account)}/*`),
    },
    {
      Effect: "Allow",
      Action: ["kms:Decrypt", ...(isWriter ? ["kms:GenerateDataKey"] : [])],
      Resource: account.in(region).arn("kms", "key/*"),
      // The key's id is not known before the key is, its alias is.
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": artifactKeyAlias(prefix) } },
    },
  ];
}
