import * as aws from "./aws";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "./scope";

/** What a private bucket is for. */
export interface PrivateBucketArgs {
  /**
   * Name (unique in the world, at most 63 characters) and the ARN that follows from it. Policies about the bucket are known
   * at preview then.
   *
   * @default - a name that begins with that of the scope's part
   */
  fixed?: { name: pulumi.Input<string>; arn: pulumi.Output<string> };
  /** What its policy says besides that TLS is needed. */
  statements: (bucketArn: pulumi.Output<string>) => aws.iam.PolicyStatement[];
  /**
   * Days that objects are kept, all of them or by prefix (`daily/`).
   *
   * @default - for ever
   */
  expireAfterDays?: number | Record<string, number>;
  /** Days that versions are kept that are no longer current. */
  keepVersionsDays: number;
  /**
   * Key that encrypts the objects.
   *
   * @default - S3's own
   */
  key?: aws.kms.Key;
}

/** A bucket and the resource after which it is as private as it will be. */
export interface PrivateBucket {
  bucket: aws.s3.Bucket;
  policy: aws.s3.BucketPolicy;
}

/** A bucket that is private, owner-enforced, versioned, encrypted, and reached over TLS only. */
export function createPrivateBucket(scope: Scope, part: string, args: PrivateBucketArgs): PrivateBucket {
  const { region } = scope;
  const bucket = new aws.s3.Bucket(
    scope.id(part),
    { ...(args.fixed && { bucket: args.fixed.name }), forceDestroy: !scope.context.protectData, ...scope.common(part) },
    scope.stateful,
  );
  const common = { bucket: bucket.id, region };
  new aws.s3.BucketOwnershipControls(
    scope.id(part),
    { ...common, rule: { objectOwnership: "BucketOwnerEnforced" } },
    scope.child,
  );
  const block = new aws.s3.BucketPublicAccessBlock(
    scope.id(part),
    {
      ...common,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    scope.child,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    scope.id(part),
    { ...common, rules: [encryptionBy(args.key)] },
    scope.child,
  );
  const versioning = new aws.s3.BucketVersioning(
    scope.id(part),
    { ...common, versioningConfiguration: { status: "Enabled" } },
    scope.child,
  );
  new aws.s3.BucketLifecycleConfiguration(
    scope.id(part),
    {
      ...common,
      rules: lifecycleRules(args),
    },
    { ...scope.child, dependsOn: [versioning] },
  );
  const arn = args.fixed?.arn ?? bucket.arn;
  const policy = new aws.s3.BucketPolicy(
    scope.id(part),
    {
      ...common,
      policy: {
        Version: "2012-10-17",
        Statement: [
          ...args.statements(arn),
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [arn, pulumi.interpolate`${arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      },
    },
    { ...scope.child, dependsOn: [block] },
  );
  return { bucket, policy };
}

function encryptionBy(key: aws.kms.Key | undefined) {
  if (!key) return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
    // One request to KMS for many objects.
    bucketKeyEnabled: true,
  };
}

function lifecycleRules({ expireAfterDays, keepVersionsDays }: PrivateBucketArgs) {
  const whole = {
    id: "expire",
    status: "Enabled",
    filter: { prefix: "" },
    ...(typeof expireAfterDays === "number" && { expiration: { days: expireAfterDays } }),
    noncurrentVersionExpiration: { noncurrentDays: keepVersionsDays },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
  };
  if (typeof expireAfterDays !== "object") return [whole];
  const byPrefix = Object.entries(expireAfterDays).map(([prefix, days]) => ({
    id: `expire-${prefix.replace(/\/$/, "")}`,
    status: "Enabled",
    filter: { prefix },
    expiration: { days },
  }));
  return [whole, ...byPrefix];
}
