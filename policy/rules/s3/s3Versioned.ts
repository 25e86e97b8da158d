import type { StackRule } from "../../rule";
import { at } from "../../values";
import { BUCKET, checkBuckets, companion, settingOf, shown } from "./buckets";

const VERSIONING = companion("BucketVersioning");

export const s3Versioned: StackRule = {
  name: "s3-versioned",
  description: "Each bucket keeps versions of its objects.",
  why: "Whoever may write can overwrite or delete, by mistake or on purpose; versions bring it back.",
  fix: 'Create an aws.s3.BucketVersioning for the bucket with status "Enabled", and a lifecycle rule that ends old versions.',
  severity: "medium",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown status could be Suspended.",
  topics: ["storage", "backup"],
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
  inputsOf: new Set([...BUCKET, ...VERSIONING]),
  checkStack: (stack) =>
    checkBuckets(stack, VERSIONING, (view) => {
      if (at(view.inputs, "versioning", "enabled") === true) return undefined;
      const status = settingOf(view, "versioningConfiguration", "status");
      return status === "Enabled" ? undefined : `versioning is ${shown(status)}, allowed: "Enabled"`;
    }),
};
