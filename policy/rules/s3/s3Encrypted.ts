import type { StackRule } from "../../rule";
import { at, itemsAt } from "../../values";
import { BUCKET, checkBuckets, companion, shown } from "./buckets";

const ENCRYPTION = companion("BucketServerSideEncryptionConfiguration");
const ALGORITHMS: ReadonlySet<unknown> = new Set(["AES256", "aws:kms", "aws:kms:dsse"]);
const ALGORITHM = ["applyServerSideEncryptionByDefault", "sseAlgorithm"] as const;

export const s3Encrypted: StackRule = {
  name: "s3-encrypted",
  description: "Each bucket says how it encrypts its objects.",
  why: "S3 encrypts with a key of its own by default; saying it keeps the choice visible and notices its removal.",
  fix: "Create an aws.s3.BucketServerSideEncryptionConfiguration for the bucket with AES256 or aws:kms.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown algorithm could be none of the allowed.",
  topics: ["storage", "encryption"],
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",
  inputsOf: new Set([...BUCKET, ...ENCRYPTION]),
  checkStack: (stack) =>
    checkBuckets(stack, ENCRYPTION, ({ inputs, companions }) => {
      const inline = at(inputs, "serverSideEncryptionConfiguration", "rule", ...ALGORITHM);
      const algorithms = companions.flatMap((one) => itemsAt(one, "rules").map((rule) => at(rule, ...ALGORITHM)));
      if ([inline, ...algorithms].some((algorithm) => ALGORITHMS.has(algorithm))) return undefined;
      return `its encryption is ${shown(algorithms[0] ?? inline)}, allowed: ${[...ALGORITHMS].join(", ")}`;
    }),
};
