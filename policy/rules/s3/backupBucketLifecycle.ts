import type { StackRule } from "../../rule";
import { nameOf } from "../../urn";
import { at, itemsAt } from "../../values";
import { BUCKET, checkBuckets, companion, shown } from "./buckets";

const LIFECYCLE = companion("BucketLifecycleConfiguration");

interface Options {
  minimumDays: number;
}

export const backupBucketLifecycle: StackRule<Options> = {
  name: "backup-bucket-lifecycle",
  description: "Buckets for backups, by their name, end what is old, but nothing before its successor is there.",
  why: "Backups without an end cost more each day; those that end too early are gone when they are needed.",
  fix: "Create an aws.s3.BucketLifecycleConfiguration whose enabled rules expire objects after enough days.",
  severity: "medium",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "Days that are unknown could be too few.",
  topics: ["storage", "backup"],
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
  options: {
    minimumDays: {
      type: "integer",
      description: "Fewest days after which a rule may expire objects",
      default: 2,
      minimum: 1,
    },
  },
  inputsOf: new Set([...BUCKET, ...LIFECYCLE]),
  checkStack: (stack, { minimumDays }) =>
    checkBuckets(stack, LIFECYCLE, ({ bucket, companions }) => {
      if (!/backup/i.test(nameOf(bucket.urn))) return undefined;
      const rules = companions
        .flatMap((one) => itemsAt(one, "rules"))
        .filter((rule) => at(rule, "status") === "Enabled" && endsObjects(at(rule, "expiration")));
      if (rules.length === 0) return "no enabled lifecycle rule expires old backups";
      const days = rules.map((rule) => at(rule, "expiration", "days"));
      const wrong = days.filter((value) => !(typeof value === "number" && value >= minimumDays));
      return wrong.length === 0
        ? undefined
        : `a rule expires backups after ${shown(wrong[0])} days, at least ${minimumDays}`;
    }),
};

/** What is left of deleted objects may go at any time. */
function endsObjects(expiration: unknown): boolean {
  return expiration !== undefined && at(expiration, "expiredObjectDeleteMarker") !== true;
}
