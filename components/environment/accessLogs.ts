import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../shared/scope";

/**
 * A bucket for the access logs of the load balancer: private, owner-enforced, versioned, encrypted, TLS only, and written
 * by the log delivery service alone, on behalf of load balancers of this account and region.
 * Load balancers cannot write to buckets that a KMS key encrypts:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 *
 * @returns the bucket's name, known once it accepts logs
 */
export function createAccessLogBucket(
  scope: Scope,
  expireAfterDays: number,
  accountId: pulumi.Output<string>,
): pulumi.Output<string> {
  const part = "access-logs";
  const { region } = scope;
  const bucket = new aws.s3.Bucket(
    scope.id(part),
    { forceDestroy: !scope.context.protectData, ...scope.common(part) },
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
          expiration: { days: expireAfterDays },
          noncurrentVersionExpiration: { noncurrentDays: 7 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    },
    { ...scope.child, dependsOn: [versioning] },
  );
  const partition = aws.getPartitionOutput({}, scope.child).partition;
  const policy = new aws.s3.BucketPolicy(
    scope.id(part),
    {
      ...common,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "LogDelivery",
            Effect: "Allow",
            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: pulumi.interpolate`${bucket.arn}/AWSLogs/${accountId}/*`,
            Condition: {
              ArnLike: {
                "aws:SourceArn": pulumi.interpolate`arn:${partition}:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`,
              },
            },
          },
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      },
    },
    { ...scope.child, dependsOn: [block] },
  );
  return pulumi.all([bucket.id, policy.id]).apply(([name]) => name);
}
