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
  readonly keys: () => string[];
  /** False if there may be more tags than `keys` tells, because a part is unknown at preview. */
  readonly complete: boolean;
  /** The value of a key: a text, unknown, something odd, or undefined if the set lacks the key. */
  readonly value: (key: string) => unknown;
  /** Whether a key reaches the instances that an Auto Scaling group launches; of other sets, always. */
  readonly reachesInstances: (key: string) => boolean;
}

/** The tag sets of a taggable resource. */
export function tagSetsOf({ type, props }: ResourceView): TagSet[] {
  if (type === AUTO_SCALING_GROUP) return [fromList(props)];
  // `tags` wins over the provider's default tags, which its check merges into `tagsAll`; one unknown value hides all of that.
  const own = fromMaps("tags", [at(props, "tags"), at(props, "tagsAll")]);
  return type === LAUNCH_TEMPLATE ? [own, ...launched(props)] : [own];
}

function launched(props: unknown): TagSet[] {
  const specifications = itemsAt(props, "tagSpecifications");
  return ["instance", "volume"].map((kind) => {
    const maps = specifications.map((item) => {
      const type = at(item, "resourceType");
      return type === UNKNOWN ? UNKNOWN : type === kind ? at(item, "tags") : undefined;
    });
    return fromMaps(`tagSpecifications of type ${kind}`, maps);
  });
}

/** Earlier maps go before later ones. Nothing is read before it is asked for: most rules need one value of many. */
function fromMaps(where: string, maps: readonly unknown[]): TagSet {
  const known = maps.filter((map) => typeof map === "object" && map !== null);
  return {
    where,
    keys: () => [...new Set(known.flatMap((map) => Object.keys(map)))],
    complete: !maps.includes(UNKNOWN),
    value: (key) => known.map((map) => at(map, key)).find((value) => value !== undefined),
    reachesInstances: () => true,
  };
}

function fromList(props: unknown): TagSet {
  const items = itemsAt(props, "tags").map((item) => [at(item, "key"), item] as const);
  const byKey = new Map(items.filter((entry): entry is [string, unknown] => typeof entry[0] === "string"));
  return {
    where: "tags",
    keys: () => [...byKey.keys()],
    complete: !items.some(([key]) => key === UNKNOWN),
    value: (key) => at(byKey.get(key), "value"),
    reachesInstances: (key) => [true, UNKNOWN].includes(at(byKey.get(key), "propagateAtLaunch") as boolean),
  };
}
