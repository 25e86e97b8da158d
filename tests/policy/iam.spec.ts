import { iamNoAdmin } from "../../policy/rules/iam/iamNoAdmin";
import { iamNoWildcardResource } from "../../policy/rules/iam/iamNoWildcardResource";
import { iamPassroleScoped } from "../../policy/rules/iam/iamPassroleScoped";
import { iamTrustHasSourceCondition } from "../../policy/rules/iam/iamTrustHasSourceCondition";
import { describeRule } from "../support/describeRule";
import { unknown, type Described } from "../support/policy";

type Statement = Record<string, unknown>;

const BUCKET = "arn:aws:s3:::acme-files/*";
const READ = { Effect: "Allow", Action: "s3:GetObject", Resource: BUCKET };
const document = (...statements: Statement[]) => ({ Version: "2012-10-17", Statement: statements });

/** A policy of a role; what it holds besides the changes is harmless. */
const policy = (...changes: Statement[]): Described => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  props: { policy: document(...changes.map((change) => ({ ...READ, ...change }))) },
});
const asText = (change: Statement): Described => ({
  type: "aws:iam/policy:Policy",
  props: { policy: JSON.stringify(document({ ...READ, ...change })) },
});
const inline = (change: Statement): Described => ({
  type: "aws:iam/role:Role",
  props: { inlinePolicies: [{ name: "a" }, { name: "b", policy: JSON.stringify(document({ ...READ, ...change })) }] },
});
const attachment = (policyArn: unknown): Described => ({
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  props: { policyArn },
});
const unknownText: Described = { type: "aws:iam/rolePolicy:RolePolicy", props: { policy: unknown } };

describeRule(iamNoAdmin, {
  complies: {
    "one action on one resource": policy({}),
    "everything on one resource": policy({ Action: "*" }),
    "a denial of everything": policy({ Effect: "Deny", Action: "*", Resource: "*" }),
    "a policy of AWS for one service": attachment("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"),
    "a policy of one's own of that name": attachment("arn:aws:iam::123456789012:policy/AdministratorAccess"),
    "a role without policies": { type: "aws:iam/role:Role", props: {} },
    "a text that is no JSON": { type: "aws:iam/policy:Policy", props: { policy: "{" } },
  },
  violates: {
    "everything on everything": [policy({ Action: "*", Resource: "*" }), /^statement 1 allows \* on \*$/],
    "everything among others, as text": [asText({ Action: ["s3:*", "*:*"], Resource: [BUCKET, "*"] }), /\*:\* on \*/],
    "all of IAM, by the statement's name": [
      policy({}, { Sid: "Roles", Action: "iam:*", Resource: "*" }),
      /^statement Roles allows iam:\* on \*$/,
    ],
    "all but some actions": [
      policy({ Action: undefined, NotAction: "s3:*", Resource: "*" }),
      /allows all but some actions on \*/,
    ],
    "everything in a role itself": [inline({ Action: "*", Resource: "*" }), /allows \* on \*/],
    "AWS's policy of administrators": [
      attachment("arn:aws:iam::aws:policy/AdministratorAccess"),
      /^it has AWS's policy AdministratorAccess$/,
    ],
    "such a policy in a list of a role": [
      { type: "aws:iam/role:Role", props: { managedPolicyArns: ["arn:aws-cn:iam::aws:policy/IAMFullAccess"] } },
      /IAMFullAccess/,
    ],
    "a policy that the stack refuses besides": [attachment("arn:aws:iam::aws:policy/ReadOnlyAccess"), /ReadOnlyAccess/],
  },
  unknown: { "a document as one text": [unknownText, /\.policy can.t be known/] },
  config: { "a policy that the stack refuses besides": { managedPolicies: ["ReadOnlyAccess"] } },
});

describeRule(iamNoWildcardResource, {
  complies: {
    "a named resource": policy({}),
    "a resource that is not known yet": policy({ Resource: unknown }),
    "actions that know no resource": policy({ Action: ["ec2:DescribeSubnets", "ssm:CancelCommand"], Resource: "*" }),
    "an action that the stack adds": policy({ Action: "ce:GetCostAndUsage", Resource: "*" }),
    "a denial on everything": policy({ Effect: "Deny", Resource: "*" }),
    "all objects of one bucket": policy({ Resource: ["arn:aws:s3:::acme-files", BUCKET] }),
  },
  violates: {
    "an action on everything": [policy({ Resource: "*" }), /^statement 1 allows s3:GetObject on \*$/],
    "an action among those that know no resource": [
      policy({ Action: ["ec2:DescribeSubnets", "ec2:RunInstances"], Resource: "*" }),
      /^statement 1 allows ec2:RunInstances on \*$/,
    ],
    "a family of actions": [asText({ Action: "ec2:Describe*", Resource: "*" }), /ec2:Describe\* on \*/],
    "everything in a list": [policy({ Resource: [BUCKET, "*"] }), /s3:GetObject on \*/],
    "all but some resources": [policy({ Resource: undefined, NotResource: BUCKET }), /all but some resources/],
    "the second of two statements": [policy({}, { Resource: "*" }), /^statement 2/],
    "a role itself": [inline({ Resource: "*" }), /s3:GetObject on \*/],
  },
  unknown: { "a document as one text": [unknownText, /\.policy can.t be known/] },
  config: { "an action that the stack adds": { actions: ["ce:GetCostAndUsage"] } },
});

const PASS = {
  Action: "iam:PassRole",
  Resource: "arn:aws:iam::123456789012:role/acme-task",
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
};
describeRule(iamPassroleScoped, {
  complies: {
    "a named role to a named service": policy(PASS),
    "roles of one beginning": policy({ ...PASS, Resource: "arn:aws:iam::123456789012:role/acme-*" }),
    "a service by pattern": policy({
      ...PASS,
      Condition: { StringLike: { "iam:PassedToService": "ecs*.amazonaws.com" } },
    }),
    "a role that is not known yet": policy({ ...PASS, Resource: unknown }),
    "a condition that is not known yet": policy({ ...PASS, Condition: unknown }),
    "a policy that passes nothing on": policy({}),
    "a denial": policy({ ...PASS, Effect: "Deny", Resource: "*", Condition: undefined }),
  },
  violates: {
    "any role": [policy({ ...PASS, Resource: "*" }), /^statement 1 lets roles like \* be passed on$/],
    "any role of the account": [
      policy({ ...PASS, Resource: ["arn:aws:iam::123456789012:role/*"] }),
      /roles like arn:aws:iam::123456789012:role\/\* be passed on/,
    ],
    "any service": [policy({ ...PASS, Condition: undefined }), /^statement 1 lets roles be passed on to any service$/],
    "a condition on something else": [
      policy({ ...PASS, Condition: { StringEquals: { "aws:RequestedRegion": "us-west-2" } } }),
      /to any service/,
    ],
    "any role to any service": [asText({ ...PASS, Resource: "*", Condition: {} }), /roles like \*/, /to any service/],
    "all of IAM": [policy({ ...PASS, Action: "iam:*", Condition: undefined }), /to any service/],
  },
  unknown: { "a document as one text": [unknownText, /\.policy can.t be known/] },
});

/** A role that a service takes on. */
const trust = (changes: Statement): Described => ({
  type: "aws:iam/role:Role",
  props: {
    assumeRolePolicy: document({
      Effect: "Allow",
      Principal: { Service: "codebuild.amazonaws.com" },
      Action: "sts:AssumeRole",
      ...changes,
    }),
  },
});
const fromAccount = { StringEquals: { "aws:SourceAccount": "123456789012" } };
describeRule(iamTrustHasSourceCondition, {
  complies: {
    "a condition on the account": trust({ Condition: fromAccount }),
    "a condition on the resource": trust({
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:codebuild:*:*:project/a" } },
    }),
    "a condition on the organization": trust({ Condition: { StringEquals: { "aws:SourceOrgID": "o-1" } } }),
    "a condition whose account is not known yet": trust({ Condition: unknown }),
    "a service that names no source": trust({ Principal: { Service: "ec2.amazonaws.com" } }),
    "a service that the stack excepts": trust({ Principal: { Service: "spotfleet.amazonaws.com" } }),
    "a principal that is no service": trust({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }),
    "a denial": trust({ Effect: "Deny" }),
  },
  violates: {
    "no condition": [trust({}), /^codebuild\.amazonaws\.com may take the role on for any account's resource$/],
    "a condition on something else": [
      trust({ Condition: { StringEquals: { "aws:RequestedRegion": "us-west-2" } } }),
      /codebuild/,
    ],
    "the one of two services that names a source": [
      trust({ Principal: { Service: ["ec2.amazonaws.com", "events.amazonaws.com"] } }),
      /^events\.amazonaws\.com may/,
    ],
    "a document as JSON": [
      {
        type: "aws:iam/role:Role",
        props: {
          assumeRolePolicy: JSON.stringify(
            document({ Effect: "Allow", Principal: { Service: "states.amazonaws.com" } }),
          ),
        },
      },
      /states/,
    ],
  },
  unknown: {
    "a document as one text": [
      { type: "aws:iam/role:Role", props: { assumeRolePolicy: unknown } },
      /\.assumeRolePolicy can.t be known/,
    ],
  },
  config: { "a service that the stack excepts": { services: ["spotfleet.amazonaws.com"] } },
});
