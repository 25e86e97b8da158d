import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import type * as aws from "../shared/aws";
import { createKey } from "../shared/key";
import { createPrivateBucket } from "../shared/privateBucket";
import type { Scope } from "../shared/scope";
import { artifactBucketName, artifactKeyAlias } from "./artifactAccess";

/** Days that artifacts are kept: a stage rolls back to nothing older, and to nothing from before the pipeline's last change. */
const KEEP_DAYS = 365;

/** Where the actions of one region find what they deploy. */
export interface ArtifactStore {
  region: string;
  bucket: aws.s3.Bucket;
  key: aws.kms.Key;
  /** What the store is complete after. */
  ready: pulumi.Resource[];
}

/**
 * The bucket and the key for artifacts of the scope's region. Every region with actions has its own: CodePipeline copies
 * artifacts there, and a key of another region would be refused.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html
 */
export function createArtifactStore(scope: Scope, prefix: string, account: Account): ArtifactStore {
  const part = `artifacts-${scope.region}`;
  const name = artifactBucketName(prefix, scope.region, account);
  const { key, alias } = createKey(scope, part, account, {
    description: `Artifacts of ${scope.name} in ${scope.region}`,
    alias: artifactKeyAlias(prefix),
  });
  const { bucket, policy } = createPrivateBucket(scope, part, {
    fixed: { name, arn: account.bucketArn(name) },
    statements: () => [],
    expireAfterDays: KEEP_DAYS,
    keepVersionsDays: 30,
    key,
  });
  return { region: scope.region, bucket, key, ready: [alias, policy] };
}
