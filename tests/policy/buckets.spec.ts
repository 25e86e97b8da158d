import { backupBucketLifecycle } from "../../policy/rules/s3/backupBucketLifecycle";
import { s3Encrypted } from "../../policy/rules/s3/s3Encrypted";
import { s3PublicAccessBlocked } from "../../policy/rules/s3/s3PublicAccessBlocked";
import { s3TlsOnlyPolicy } from "../../policy/rules/s3/s3TlsOnlyPolicy";
import { s3Versioned } from "../../policy/rules/s3/s3Versioned";
import { describeRule } from "../support/describeRule";
import { unknown, urnOf, type Described } from "../support/policy";

type Props = Record<string, unknown>;

const bucket = (props: Props = {}, name = "files", type = "Bucket"): Described => ({
  type: `aws:s3/b${type.slice(1)}:${type}`,
  name,
  props,
});
const files = bucket();

/** A companion of a bucket, found by the dependency that the engine recorded. */
const of =
  (type: string) =>
  (props: Props, target: Described = files): Described => ({
    type: `aws:s3/b${type.slice(1)}:${type}`,
    name: `${target.name}-${type}`,
    props,
    dependsOn: { bucket: [urnOf(target)] },
  });

const block = of("BucketPublicAccessBlock");
const ALL = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
describeRule(s3PublicAccessBlocked, {
  complies: {
    "all four switches": [files, block(ALL)],
    "a bucket of the old name": [bucket({}, "old", "BucketV2"), block(ALL, bucket({}, "old", "BucketV2"))],
    "a block that names the bucket by its id": [
      bucket({ id: "files-1" }),
      { ...block({ ...ALL, bucket: "files-1" }), dependsOn: {} },
    ],
    "a stack without buckets": [{ type: "aws:sns/topic:Topic", props: {} }],
  },
  violates: {
    "no block": [[files], /^files: no public access block/],
    "a block of another bucket": [[files, block(ALL, bucket({}, "other"))], /^files: no public access block/],
    "a switch that is off": [
      [files, block({ ...ALL, blockPublicPolicy: false })],
      /^files: blockPublicPolicy is false; allowed: true$/,
    ],
    "switches that are not set": [
      [files, block({ blockPublicAcls: true, blockPublicPolicy: true })],
      /ignorePublicAcls is not set, restrictPublicBuckets is not set/,
    ],
    "the second of two": [[files, block(ALL), bucket({}, "other")], /^other: no public access block/],
  },
  unknown: {
    "a switch": [
      [files, block({ ...ALL, blockPublicAcls: unknown })],
      /blockPublicAcls is known only after deployment/,
    ],
  },
});

const versioning = of("BucketVersioning");
const status = (value: unknown) => versioning({ versioningConfiguration: { status: value } });
describeRule(s3Versioned, {
  complies: {
    "versions that are enabled": [files, status("Enabled")],
    "the companion's old name": [files, of("BucketVersioningV2")({ versioningConfiguration: { status: "Enabled" } })],
    "versions that the bucket itself enables": [bucket({ versioning: { enabled: true } })],
  },
  violates: {
    "no versions": [[files], /^files: versioning is not set, allowed: "Enabled"$/],
    "versions that are suspended": [[files, status("Suspended")], /versioning is "Suspended"/],
    "versions of another bucket": [
      [files, versioning({ versioningConfiguration: { status: "Enabled" } }, bucket({}, "other"))],
      /^files: versioning is not set/,
    ],
    "versions that the bucket itself disables": [[bucket({ versioning: { enabled: false } })], /not set/],
  },
  unknown: { "a status": [[files, status(unknown)], /versioning is known only after deployment/] },
});

const encryption = of("BucketServerSideEncryptionConfiguration");
const by = (sseAlgorithm: unknown, target = files) =>
  encryption({ rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }] }, target);
describeRule(s3Encrypted, {
  complies: {
    "S3's own key": [files, by("AES256")],
    "a key of KMS": [files, by("aws:kms")],
    "two layers by KMS": [files, by("aws:kms:dsse")],
    "encryption that the bucket itself sets": [
      bucket({
        serverSideEncryptionConfiguration: {
          rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } },
        },
      }),
    ],
  },
  violates: {
    "no word of it": [[files], /^files: its encryption is not set, allowed: AES256, aws:kms, aws:kms:dsse$/],
    "an algorithm that is none": [[files, by("none")], /its encryption is "none"/],
    "a rule without algorithm": [[files, encryption({ rules: [{}] })], /not set/],
    "rules that are no list": [[files, encryption({ rules: "AES256" })], /not set/],
    "encryption of another bucket": [[files, by("AES256", bucket({}, "other"))], /^files: its encryption is not set/],
  },
  unknown: { "an algorithm": [[files, by(unknown)], /known only after deployment/] },
});

const policy = of("BucketPolicy");
const DENY = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [unknown, unknown],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const document = (changes: Props) => policy({ policy: { Statement: [{ ...DENY, ...changes }] } });
describeRule(s3TlsOnlyPolicy, {
  complies: {
    "a document whose ARNs are unknown": [files, document({})],
    "a document as JSON": [files, policy({ policy: JSON.stringify({ Statement: [DENY] }) })],
    "one statement that is no list": [files, policy({ policy: { Statement: DENY } })],
    "everybody as AWS principals": [files, document({ Principal: { AWS: ["*"] } })],
    "a boolean condition": [files, document({ Condition: { Bool: { "aws:SecureTransport": false } } })],
  },
  violates: {
    "no policy": [[files], /^files: no statement denies requests without TLS$/],
    "a statement that allows": [[files, document({ Effect: "Allow" })], /no statement/],
    "a statement about somebody": [[files, document({ Principal: { AWS: "arn:aws:iam::1:root" } })], /no statement/],
    "a statement about reading alone": [[files, document({ Action: "s3:GetObject" })], /no statement/],
    "a condition the wrong way round": [
      [files, document({ Condition: { Bool: { "aws:SecureTransport": "true" } } })],
      /no statement/,
    ],
    "text that is no JSON": [[files, policy({ policy: "deny" })], /no statement/],
    "the policy of another bucket": [
      [files, policy({ policy: { Statement: [DENY] } }, bucket({}, "other"))],
      /^files: no statement/,
    ],
  },
  unknown: { "a whole policy": [[files, policy({ policy: unknown })], /files's policy can't be known/] },
});

const backups = bucket({}, "couchdb-backups");
const lifecycle = (...rules: Props[]) =>
  of("BucketLifecycleConfiguration")({ rules: rules.map((rule) => ({ status: "Enabled", ...rule })) }, backups);
const expiring = (days: unknown) => ({ expiration: { days } });
describeRule(backupBucketLifecycle, {
  complies: {
    "rules that expire": [backups, lifecycle(expiring(14), expiring(400))],
    "a rule that is only about old versions, beside one that expires": [
      backups,
      lifecycle({ noncurrentVersionExpiration: { noncurrentDays: 30 } }, expiring(14)),
    ],
    "a rule that removes delete markers, beside one that expires": [
      backups,
      lifecycle({ expiration: { expiredObjectDeleteMarker: true } }, expiring(14)),
    ],
    "a bucket for something else": [files],
    "fewer days, where they are allowed": [backups, lifecycle(expiring(1))],
  },
  violates: {
    "no rules": [[backups], /^couchdb-backups: no enabled lifecycle rule expires old backups$/],
    "a rule that is switched off": [[backups, lifecycle({ status: "Disabled", ...expiring(14) })], /no enabled/],
    "rules about old versions alone": [
      [backups, lifecycle({ noncurrentVersionExpiration: { noncurrentDays: 30 } })],
      /no enabled/,
    ],
    "rules about delete markers alone": [
      [backups, lifecycle({ expiration: { expiredObjectDeleteMarker: true } })],
      /no enabled/,
    ],
    "days that end a backup before the next": [
      [backups, lifecycle(expiring(14), expiring(1))],
      /a rule expires backups after 1 days, at least 2/,
    ],
    "a date instead of days": [[backups, lifecycle({ expiration: { date: "2026-01-01" } })], /not set days/],
    "more days, where they are asked for": [[backups, lifecycle(expiring(14))], /after 14 days, at least 30/],
  },
  unknown: { days: [[backups, lifecycle(expiring(unknown))], /known only after deployment/] },
  config: {
    "fewer days, where they are allowed": { minimumDays: 1 },
    "more days, where they are asked for": { minimumDays: 30 },
  },
});
