import type { ResourceView } from "../../rule";
import { at, itemsAt, UNKNOWN } from "../../values";
import table from "./taggableTypes.json";

export const AUTO_SCALING_GROUP = "aws:autoscaling/group:Group";
export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Every type of the AWS provider that takes a map of tags, and the Auto Scaling group, which takes a list. */
export const TAGGABLE_TYPES: ReadonlySet<string> = new Set([...table.types, AUTO_SCALING_GROUP]);

/** The tags of one thing in AWS. A launch template has three sets: its own, and those of its instances and volumes. */
export interface TagSet {
  /** The property that holds them, for messages. */
  readonly where: string;
  /** Values by key; a value can be unknown. */
  readonly tags: ReadonlyMap<string, unknown>;
  /** False if there may be more tags than `tags` has, because a part is unknown at preview. */
  readonly complete: boolean;
  /** Keys that stay on the Auto Scaling group and never reach its instances. */
  readonly kept: ReadonlySet<string>;
}

/** The tag sets of a taggable resource. */
export function tagSetsOf({ type, props }: ResourceView): TagSet[] {
  if (type === AUTO_SCALING_GROUP) return [fromList(props)];
  // `tags` wins over the provider's default tags, which its check merges into `tagsAll`; one unknown value hides all of that.
  const own = fromMaps("tags", [at(props, "tagsAll"), at(props, "tags")]);
  if (type !== LAUNCH_TEMPLATE) return [own];
  const specifications = itemsAt(props, "tagSpecifications");
  const launched = ["instance", "volume"].map((kind) => {
    const maps = specifications
      .filter((item) => [kind, UNKNOWN].includes(at(item, "resourceType") as string))
      .map((item) => (at(item, "resourceType") === UNKNOWN ? UNKNOWN : at(item, "tags")));
    return fromMaps(`tagSpecifications of type ${kind}`, maps);
  });
  return [own, ...launched];
}

function fromMaps(where: string, maps: readonly unknown[]): TagSet {
  const tags = new Map<string, unknown>();
  for (const map of maps) {
    if (typeof map !== "object" || map === null) continue;
    for (const key of Object.keys(map)) tags.set(key, at(map, key));
  }
  return { where, tags, complete: !maps.includes(UNKNOWN), kept: new Set() };
}

function fromList(props: unknown): TagSet {
  const items = itemsAt(props, "tags").map((item) => ({ item, key: at(item, "key") }));
  const named = items.filter((entry): entry is { item: unknown; key: string } => typeof entry.key === "string");
  return {
    where: "tags",
    tags: new Map(named.map(({ item, key }) => [key, at(item, "value")])),
    complete: !items.some(({ key }) => key === UNKNOWN),
    kept: new Set(
      named
        .filter(({ item }) => ![true, UNKNOWN].includes(at(item, "propagateAtLaunch") as boolean))
        .map(({ key }) => key),
    ),
  };
}
