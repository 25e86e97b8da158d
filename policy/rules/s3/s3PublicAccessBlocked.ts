import type { StackRule } from "../../rule";
import { BUCKET, checkBuckets, companion, settingOf, shown } from "./buckets";

const BLOCK = companion("BucketPublicAccessBlock");
const SWITCHES = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

export const s3PublicAccessBlocked: StackRule = {
  name: "s3-public-access-blocked",
  description: "Each bucket blocks public access, with all four switches.",
  why: "One statement or one object's ACL, written by mistake later, would open the bucket to everybody.",
  fix: "Create an aws.s3.BucketPublicAccessBlock for the bucket with all four switches on.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "A switch that is unknown could be off.",
  topics: ["storage"],
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  inputsOf: new Set([...BUCKET, ...BLOCK]),
  checkStack: (stack) =>
    checkBuckets(stack, BLOCK, (view) => {
      if (view.companions.length === 0) return "no public access block is on the bucket";
      const off = SWITCHES.filter((name) => settingOf(view, name) !== true);
      return off.length === 0
        ? undefined
        : off.map((name) => `${name} is ${shown(settingOf(view, name))}`).join(", ") + "; allowed: true";
    }),
};
