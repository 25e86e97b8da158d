import * as pulumi from "@pulumi/pulumi";
import type * as aws from "../../components/shared/aws";
import type { DeployedStack, RolesSettings } from "./settings";
import { ISSUER } from "./trust";

/** Name of the project whose stacks are deployed, by which a state in S3 is laid out. */
export const DEPLOYED_PROJECT = "slipway";

type State = NonNullable<RolesSettings["state"]>;
type Statement = aws.iam.PolicyStatement;

const policy = (statements: Statement[]): aws.iam.PolicyDocument => ({ Version: "2012-10-17", Statement: statements });

function readsState({ bucket, keys }: State, partition: pulumi.Input<string>): Statement[] {
  const arn = pulumi.interpolate`arn:${partition}:s3:::${bucket}`;
  return [
    { Sid: "ListState", Effect: "Allow", Action: "s3:ListBucket", Resource: arn },
    { Sid: "ReadState", Effect: "Allow", Action: "s3:GetObject", Resource: pulumi.interpolate`${arn}/.pulumi/*` },
    ...(keys.length === 0
      ? []
      : [{ Sid: "DecryptState", Effect: "Allow", Action: "kms:Decrypt", Resource: keys } satisfies Statement]),
  ];
}

/** What a preview needs of the state: it takes no lock and writes nothing. */
export function readingState(state: State, partition: pulumi.Input<string>): aws.iam.PolicyDocument {
  return policy(readsState(state, partition));
}

/** What an update needs of the state: it reads all stacks' for references, and writes its own stack's. */
export function writingState(state: State, partition: pulumi.Input<string>, stack: string): aws.iam.PolicyDocument {
  const own = [
    `stacks/${DEPLOYED_PROJECT}/${stack}.*`,
    `history/${DEPLOYED_PROJECT}/${stack}/*`,
    `backups/${DEPLOYED_PROJECT}/${stack}/*`,
    `locks/organization/${DEPLOYED_PROJECT}/${stack}/*`,
  ];
  return policy([
    ...readsState(state, partition),
    {
      Sid: "WriteState",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:DeleteObject"],
      Resource: own.map((path) => pulumi.interpolate`arn:${partition}:s3:::${state.bucket}/.pulumi/${path}`),
    },
    ...(state.keys.length === 0
      ? []
      : [
          {
            Sid: "EncryptState",
            Effect: "Allow",
            Action: ["kms:Encrypt", "kms:GenerateDataKey"],
            Resource: state.keys,
          } satisfies Statement,
        ]),
  ]);
}

/** What AWS's policy for reading allows besides looking at how things are set up: reading what they hold. */
const DATA = [
  "athena:GetQueryResults",
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:GetRecords",
  "dynamodb:PartiQLSelect",
  "dynamodb:Query",
  "dynamodb:Scan",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
  "kinesis:GetRecords",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:GetLogRecord",
  "logs:GetQueryResults",
  "logs:StartLiveTail",
  "logs:StartQuery",
  "secretsmanager:GetSecretValue",
  "sqs:ReceiveMessage",
];

/** Forbids to read what databases, queues, logs and secrets hold. */
export function withoutData(): aws.iam.PolicyDocument {
  return policy([{ Sid: "NoData", Effect: "Deny", Action: DATA, Resource: "*" }]);
}

/** Forbids also to read objects, except those of the state: the code that asks has not been reviewed. */
export function withoutDataAndObjects(
  state: State | undefined,
  partition: pulumi.Input<string>,
): aws.iam.PolicyDocument {
  const objects: Statement = {
    Sid: "NoObjects",
    Effect: "Deny",
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    ...(state === undefined
      ? { Resource: "*" }
      : { NotResource: pulumi.interpolate`arn:${partition}:s3:::${state.bucket}/.pulumi/*` }),
  };
  return policy([{ Sid: "NoData", Effect: "Deny", Action: DATA, Resource: "*" }, objects]);
}

/** Forbids a deployment to give itself more: to touch the roles of the workflows, their provider, and what limits it. */
export function withoutItself(
  { context }: RolesSettings,
  { deployPolicies, permissionsBoundary }: DeployedStack,
  partition: pulumi.Input<string>,
): aws.iam.PolicyDocument {
  return policy([
    {
      Sid: "NotItself",
      Effect: "Deny",
      Action: "iam:*",
      Resource: [
        pulumi.interpolate`arn:${partition}:iam::*:role/${context.prefix}-*`,
        pulumi.interpolate`arn:${partition}:iam::*:oidc-provider/${ISSUER}`,
        ...deployPolicies,
        ...(permissionsBoundary === undefined ? [] : [permissionsBoundary]),
      ],
    },
  ]);
}
