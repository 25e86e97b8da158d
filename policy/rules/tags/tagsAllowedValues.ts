import { MANAGED_BY } from "../../../components/shared/tags";
import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { shown, UNKNOWN } from "../../values";
import { TAGGABLE_TYPES, tagSetsOf } from "./tagSets";

interface Options {
  readonly values: Readonly<Record<string, readonly string[]>>;
}

export const tagsAllowedValues: ResourceRule<Options> = {
  name: "tags-allowed-values",
  description: "Tags with a fixed vocabulary use it.",
  why: "`prod`, `Prod` and `production` are three environments to every report.",
  fix: "Use one of the allowed values, or extend the list in the stack's policy configuration.",
  severity: "medium",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "A value that is unknown is not compared.",
  topics: ["tags"],
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  types: TAGGABLE_TYPES,
  options: {
    values: {
      type: "object",
      additionalProperties: { type: "array", items: { type: "string" }, minItems: 1 },
      default: { ManagedBy: [MANAGED_BY] },
      description: "The allowed values of each tag key that has a vocabulary",
    },
  },
  check(resource, { values }): Finding[] {
    const vocabularies = Object.entries(values);
    return tagSetsOf(resource).flatMap((set) =>
      vocabularies.flatMap(([key, allowed]): Finding[] => {
        const value = set.value(key);
        if (value === undefined || allowed.some((word) => word === value)) return [];
        if (value === UNKNOWN) return [notProvable(`${set.where}.${key}`, "whether its value is allowed")];
        return [{ message: `${set.where}: ${key} is ${shown(value)}, allowed: ${allowed.join(", ")}` }];
      }),
    );
  },
};
