import type { StackFinding, StackResource, StackView } from "../../rule";
import { at, UNKNOWN } from "../../values";
import { refersTo } from "../attachments";

/** The names that the provider has had for a bucket. */
export const BUCKET: ReadonlySet<string> = new Set(["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]);

/** The types of a bucket's companion, such as `BucketVersioning`, by all the names that the provider has had for it. */
export function companion(name: string): ReadonlySet<string> {
  const type = (resource: string) => `aws:s3/${resource[0]!.toLowerCase()}${resource.slice(1)}:${resource}`;
  return new Set([type(name), type(`${name}V2`)]);
}

/** What a rule sees of a bucket: its own inputs, and those of its companions of one kind. */
export interface BucketView {
  readonly bucket: StackResource;
  readonly inputs: unknown;
  readonly companions: readonly unknown[];
}

/** Findings about each bucket of the stack: what `problem` says is wrong with it, if anything. */
export function checkBuckets(
  { resources, inputs }: StackView,
  types: ReadonlySet<string>,
  problem: (view: BucketView) => string | undefined,
): StackFinding[] {
  const companions = resources.filter(({ type }) => types.has(type));
  return resources
    .filter(({ type }) => BUCKET.has(type))
    .flatMap((bucket): StackFinding[] => {
      const own = companions.filter((one) => refersTo(one, "bucket", bucket)).map(({ urn }) => inputs.get(urn));
      const message = problem({ bucket, inputs: inputs.get(bucket.urn), companions: own });
      return message === undefined ? [] : [{ message, urn: bucket.urn }];
    });
}

/** What a value that should have been another is, for messages. */
export function shown(value: unknown): string {
  if (value === UNKNOWN) return "known only after deployment";
  return value === undefined ? "not set" : JSON.stringify(value);
}

/** A property of the first companion that has one, for rules about a bucket's one setting. */
export function settingOf({ companions }: BucketView, ...path: (string | number)[]): unknown {
  return companions.map((one) => at(one, ...path)).find((value) => value !== undefined);
}
