import type * as aws from "./aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * The trust policy of a role that an AWS service assumes. With `accountId` the service may do so only on behalf of a
 * resource of that account (the confused deputy, https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html);
 * leave it out only for services that do not send `aws:SourceAccount`, such as `ec2.amazonaws.com`.
 */
export function serviceTrust(service: string, accountId?: pulumi.Input<string>): aws.iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(accountId ? { Condition: { StringEquals: { "aws:SourceAccount": accountId } } } : {}),
      },
    ],
  };
}
