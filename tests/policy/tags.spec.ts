import { tagsAllowedValues } from "../../policy/rules/tags/tagsAllowedValues";
import { tagsEnvironmentMatchesStack } from "../../policy/rules/tags/tagsEnvironmentMatchesStack";
import { tagsNoSecretsLikeValues } from "../../policy/rules/tags/tagsNoSecretsLikeValues";
import { tagsRequired } from "../../policy/rules/tags/tagsRequired";
import { describeRule } from "../support/describeRule";
import { unknown } from "../support/policy";

const BUCKET = "aws:s3/bucket:Bucket";
const GROUP = "aws:autoscaling/group:Group";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const required = { Owner: "acme", Project: "shop", Environment: "dev", ManagedBy: "slipway" };
const { Owner, ...withoutOwner } = required;

const bucket = (tags: unknown, rest: Record<string, unknown> = {}) => ({ type: BUCKET, props: { tags, ...rest } });
const tagged = (tags: Record<string, unknown>) => bucket({ ...required, ...tags });
const group = (tags: Record<string, unknown>, propagateAtLaunch: unknown = true) => ({
  type: GROUP,
  props: { tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch })) },
});
const template = (...kinds: string[]) => ({
  type: TEMPLATE,
  props: { tags: required, tagSpecifications: kinds.map((resourceType) => ({ resourceType, tags: required })) },
});

describeRule(tagsRequired, {
  complies: {
    "a resource with all required tags": bucket(required),
    "tags that the provider adds by default": bucket({ Owner }, { tagsAll: required }),
    "a value that is unknown: the key is there": tagged({ Owner: unknown }),
    "unknown tagsAll where the tags suffice": bucket(required, { tagsAll: unknown }),
    "an Auto Scaling group whose list is propagated": group(required),
    "a launch template that tags instances and volumes": template("instance", "volume"),
    "types that take no tags": { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment" },
    "a false friend: tags that are no tags": {
      type: "aws:devopsguru/resourceCollection:ResourceCollection",
      props: { tags: {} },
    },
    "components, which have no tags in AWS": { type: "slipway:index:Environment" },
  },
  violates: {
    "no tags at all": [{ type: BUCKET }, /tags: missing Owner, Project, Environment, ManagedBy$/],
    "one missing key": [bucket(withoutOwner), /tags: missing Owner$/],
    "keys in another case": [bucket({ ...withoutOwner, owner: "acme" }), /missing Owner$/],
    "an empty value": [tagged({ Owner: "" }), /missing Owner$/],
    "a list instead of a map": [bucket([{ key: "Owner", value: "acme" }]), /missing Owner, Project/],
    "an Auto Scaling group without tags": [{ type: GROUP, props: {} }, /missing Owner, Project/],
    "an Auto Scaling group that keeps its tags": [
      group(required, false),
      /not propagated at launch: Owner, Project, Environment, ManagedBy$/,
    ],
    "a launch template that leaves volumes untagged": [
      template("instance"),
      /tagSpecifications of type volume: missing Owner/,
    ],
    "a launch template without tag specifications": [template(), /type instance: missing/, /type volume: missing/],
  },
  unknown: {
    "tags that are unknown as a whole": [bucket(unknown), /\.tags can't be known/],
    "a missing key while tagsAll is unknown": [bucket(withoutOwner, { tagsAll: unknown }), /\.tags can't be known/],
    "an Auto Scaling group with an unknown key": [
      { type: GROUP, props: { tags: [{ key: unknown, value: "x", propagateAtLaunch: true }] } },
      /\.tags/,
    ],
  },
});

const vocabulary = { values: { Environment: ["dev", "uat"], CostCenter: ["4711"] } };
describeRule(tagsAllowedValues, {
  complies: {
    "the pack's own name in ManagedBy": bucket(required),
    "a key without vocabulary": tagged({ Team: "anything" }),
    "a missing key: that is another rule's": bucket({}),
    "a configured value": tagged({ CostCenter: "4711" }),
    "the values of an Auto Scaling group's list": group(required),
  },
  violates: {
    "another manager": [tagged({ ManagedBy: "terraform" }), /tags: ManagedBy is "terraform", allowed: slipway$/],
    "a value outside the vocabulary": [tagged({ Environment: "prod" }), /Environment is "prod", allowed: dev, uat$/],
    "two values at once": [tagged({ Environment: "prod", CostCenter: "1" }), /Environment/, /CostCenter is "1"/],
    "a value in another case": [tagged({ Environment: "Dev" }), /Environment is "Dev"/],
    "a value that is no text": [tagged({ ManagedBy: 7 }), /ManagedBy is 7/],
    "a default tag of the provider": [bucket({}, { tagsAll: { ManagedBy: "hand" } }), /ManagedBy is "hand"/],
    "an Auto Scaling group's list": [group({ ...required, ManagedBy: "hand" }), /ManagedBy is "hand"/],
  },
  unknown: { "an unknown value": [tagged({ ManagedBy: unknown }), /tags\.ManagedBy/] },
  config: Object.fromEntries(
    ["a configured value", "a value outside the vocabulary", "two values at once", "a value in another case"].map(
      (name) => [name, vocabulary],
    ),
  ),
});

describeRule(tagsEnvironmentMatchesStack, {
  complies: {
    "the stack's name": bucket(required),
    "a missing tag: that is another rule's": bucket({}),
    "the name of another stack in that stack": {
      ...tagged({ Environment: "prod" }),
      urn: `urn:pulumi:prod::slipway::${BUCKET}::b`,
    },
    "a URN that is none": { ...tagged({ Environment: "prod" }), urn: "odd" },
    "a launch template of the stack": template("instance", "volume"),
  },
  violates: {
    "another environment": [tagged({ Environment: "prod" }), /tags: Environment is "prod" in stack "dev"$/],
    "the stack's name in another case": [tagged({ Environment: "DEV" }), /Environment is "DEV"/],
    "an empty value": [tagged({ Environment: "" }), /Environment is ""/],
    "an Auto Scaling group's list": [group({ Environment: "uat" }), /Environment is "uat"/],
    "a name inside a component's URN": [
      { ...tagged({ Environment: "dev" }), urn: `urn:pulumi:uat::slipway::slipway:index:Environment$${BUCKET}::dev` },
      /Environment is "dev" in stack "uat"/,
    ],
  },
  unknown: { "an unknown value": [tagged({ Environment: unknown }), /tags\.Environment/] },
});

// Credentials are put together here, so that scanners of this repository do not take them for real ones.
const secret = (value: string, key = "Note") => tagged({ [key]: value });
describeRule(tagsNoSecretsLikeValues, {
  complies: {
    "ordinary tags": tagged({ Name: "acme-shop-dev-alb", CommitHash: "5d41402abc4b2a76b9719d911017c592a0b1c2d3" }),
    "a key that only mentions secrets": secret("secretsmanager", "SecretStore"),
    "an empty value under a secret's name": secret("", "Password"),
    "a URL without a password": secret("https://example.com/a:b"),
    "a value that is no text": tagged({ Note: 12 }),
    "the ARN of a secret": secret("arn:aws:secretsmanager:us-west-2:123456789012:secret:db", "Password"),
  },
  violates: {
    "an access key id": [
      secret("AKIA" + "IOSFODNN7EXAMPLE"),
      /tags: the value of Note looks like an AWS access key id$/,
    ],
    "a secret access key": [secret("wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"), /an AWS secret access key$/],
    "a private key": [secret("-----BEGIN RSA " + "PRIVATE KEY-----"), /a private key$/],
    "a GitHub token": [secret("ghp_" + "a".repeat(36)), /a GitHub token$/],
    "a Slack token": [secret("xoxb-" + "1234567890-abc"), /a Slack token$/],
    "a JSON web token": [secret("eyJhbGciOiJI." + "eyJzdWIiOiIx" + ".sig"), /a JSON web token$/],
    "a URL with a password": [secret("postgres://app:" + "hunter2@db/shop"), /a URL with a password$/],
    "a password in a sentence": [secret("login with password=" + "hunter2"), /a password$/],
    "a key that is named for one": [
      secret("hunter2", "db-password"),
      /the value of db-password looks like a credential, by its name$/,
    ],
    "an Auto Scaling group's list": [group({ ApiKey: "x" }), /the value of ApiKey/],
  },
  unknown: { "an unknown value": [secret(unknown), /tags\.Note/] },
});
