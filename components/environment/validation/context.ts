import { REQUIRED_TAGS } from "../../shared/tags";
import type { Context } from "../../shared/context";
import { NAME } from "../../shared/formats";
import type { Problems } from "../../shared/problems";

/**
 * Longest `owner-project-environment`. The strictest name is that of a role, 64 characters: the longest part,
 * `-health-forwarder`, and Pulumi's random suffix leave this much.
 */
export const MAX_PREFIX_LENGTH = 64 - "-health-forwarder".length - "-1a2b3c4".length;

/** AWS takes 50 tags on a resource: these are the most that leave room for the required ones, `Name` and one of ECS. */
const MAX_OWN_TAGS = 50 - REQUIRED_TAGS.length - 2;

/** Names and tags: what AWS takes as part of every name, and tags that do not fight the required ones. */
export function validateContext({ prefix, owner, environment, ownTags }: Context, problems: Problems): void {
  problems.require(
    NAME.test(environment),
    "stack",
    `the stack's name "${environment}" is part of AWS names; lower-case letters, digits and single dashes, a letter first`,
  );
  problems.require(
    prefix.length <= MAX_PREFIX_LENGTH,
    "owner",
    `owner, project and stack make "${prefix}" of ${prefix.length} characters; at most ${MAX_PREFIX_LENGTH} leave room for AWS names: shorten one`,
  );
  problems.require(
    !/^(aws|ecs|fargate)/i.test(owner),
    "owner",
    `"${owner}" begins with aws, ecs or fargate, which ECS refuses in names of capacity providers; use another`,
  );
  validateTags(ownTags, problems);
}

function validateTags(tags: Record<string, string>, problems: Problems): void {
  const taken = new Set<string>([...REQUIRED_TAGS, "Name"].map((key) => key.toLowerCase()));
  problems.require(
    Object.keys(tags).length <= MAX_OWN_TAGS,
    "tags",
    `has ${Object.keys(tags).length} tags; at most ${MAX_OWN_TAGS} leave room for the required ones`,
  );
  for (const [key, value] of Object.entries(tags)) {
    const path = `tags.${key}`;
    // IAM does not tell upper case from lower case in keys.
    problems.require(!taken.has(key.toLowerCase()), path, "is written by the components; use another key");
    taken.add(key.toLowerCase());
    problems.require(!/^aws:/i.test(key), path, "begins with aws:, which AWS keeps for itself; use another key");
    problems.require(key.length <= 128, path, `has ${key.length} characters; at most 128`);
    problems.require(value.length <= 256, path, `has a value of ${value.length} characters; at most 256`);
  }
}
