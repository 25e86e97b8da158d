import type { Account } from "../shared/account";
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
export function createAccessLogBucket(scope: Scope, expireAfterDays: number, account: Account): pulumi.Output<string> {
  const { bucket, policy } = createPrivateBucket(scope, "access-logs", {
    expireAfterDays,
    keepVersionsDays: 7,
    statements: (bucketArn) => [
      {
        Sid: "LogDelivery",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${account.id}/*`,
        Condition: { ArnLike: { "aws:SourceArn": account.arn("elasticloadbalancing", "loadbalancer/*") } },
      },
    ],
  });
  return pulumi.all([bucket.id, policy.id]).apply(([name]) => name);
}
