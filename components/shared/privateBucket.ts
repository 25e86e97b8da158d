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
   * Days that objects are kept.
   *
   * @default - for ever
   */
  expireAfterDays?: number;
  /** Days that versions are kept that are no longer current. */
  keepVersionsDays: number;
}

/** A bucket and the resource after which it is as private as it will be. */
export interface PrivateBucket {
  bucket: aws.s3.Bucket;
  policy: aws.s3.BucketPolicy;
}

/** A bucket that is private, owner-enforced, versioned, encrypted with S3's key, and reached over TLS only. */
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
    { ...common, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
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
      rules: [
        {
          id: "expire",
          status: "Enabled",
          filter: { prefix: "" },
          ...(args.expireAfterDays && { expiration: { days: args.expireAfterDays } }),
          noncurrentVersionExpiration: { noncurrentDays: args.keepVersionsDays },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
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
