import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import { createPrivateBucket } from "../shared/privateBucket";
import type { Scope } from "../shared/scope";

/**
 * A private bucket for the access logs of the load balancer, written by the log delivery service alone, on behalf of load
 * balancers of this account and region. Load balancers cannot write to buckets that a KMS key encrypts:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 *
 * @returns the bucket's name, known once it accepts logs
 */
export function createAccessLogBucket(
  scope: Scope,
  expireAfterDays: number,
  accountId: pulumi.Output<string>,
): pulumi.Output<string> {
  const partition = aws.getPartitionOutput({}, scope.child).partition;
  const { bucket, policy } = createPrivateBucket(scope, "access-logs", {
    expireAfterDays,
    keepVersionsDays: 7,
    statements: (bucketArn) => [
      {
        Sid: "LogDelivery",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/*`,
        Condition: {
          ArnLike: {
            "aws:SourceArn": pulumi.interpolate`arn:${partition}:elasticloadbalancing:${scope.region}:${accountId}:loadbalancer/*`,
          },
        },
      },
    ],
  });
  return pulumi.all([bucket.id, policy.id]).apply(([name]) => name);
}
