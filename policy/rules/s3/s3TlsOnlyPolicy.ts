import { notProvable, type StackFinding, type StackRule } from "../../rule";
import { nameOf } from "../../urn";
import { at, UNKNOWN } from "../../values";
import { refersTo } from "../attachments";
import { BUCKET, companion } from "./buckets";
import { statementsOf } from "../statements";

const POLICY = companion("BucketPolicy");

export const s3TlsOnlyPolicy: StackRule = {
  name: "s3-tls-only-policy",
  description: "Each bucket's policy denies every request that does not come over TLS.",
  why: "S3 answers plain HTTP as well; what is fetched that way can be read and changed on its way.",
  fix: 'Deny s3:* to everybody under the condition {"Bool": {"aws:SecureTransport": "false"}}.',
  severity: "high",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "A policy names its bucket, so it is unknown until the bucket exists; the update itself sees it.",
  topics: ["storage", "network"],
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  inputsOf: new Set([...BUCKET, ...POLICY]),
  checkStack({ resources, inputs }): StackFinding[] {
    const policies = resources.filter(({ type }) => POLICY.has(type));
    return resources
      .filter(({ type }) => BUCKET.has(type))
      .flatMap((bucket): StackFinding[] => {
        const own = policies.filter((policy) => refersTo(policy, "bucket", bucket));
        const verdicts = own.map(({ urn }) => deniesPlainHttp(at(inputs.get(urn), "policy")));
        if (verdicts.includes(true)) return [];
        if (!verdicts.includes(UNKNOWN))
          return [{ message: "no statement denies requests without TLS", urn: bucket.urn }];
        return [{ ...notProvable(`${nameOf(bucket.urn)}'s policy`, "whether it denies plain HTTP"), urn: bucket.urn }];
      });
  },
};

/** Whether a policy, as a document or as its JSON, denies every action to everybody where TLS is missing. */
function deniesPlainHttp(policy: unknown): boolean | typeof UNKNOWN {
  if (policy === UNKNOWN) return UNKNOWN;
  return statementsOf(policy).some((statement) => {
    const principal = at(statement, "Principal");
    const everybody = principal === "*" || [at(principal, "AWS")].flat().includes("*");
    const secure = at(statement, "Condition", "Bool", "aws:SecureTransport");
    return (
      at(statement, "Effect") === "Deny" &&
      everybody &&
      [at(statement, "Action")].flat().includes("s3:*") &&
      (secure === "false" || secure === false)
    );
  });
}
