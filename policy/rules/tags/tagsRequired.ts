import { REQUIRED_TAGS } from "../../../components/shared/tags";
import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { TAGGABLE_TYPES, tagSetsOf } from "./tagSets";

export const tagsRequired: ResourceRule = {
  name: "tags-required",
  description: `Everything that can carry tags carries ${REQUIRED_TAGS.join(", ")}, instances and volumes included.`,
  why: "Costs, alarms and clean-up go by tags: what lacks them is nobody's.",
  fix: "Pass `tags: context.tags(name)`; Auto Scaling groups need `propagateAtLaunch`, launch templates `tagSpecifications`.",
  severity: "high",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "A key with an unknown value is there; tags that are unknown as a whole cannot be judged.",
  topics: ["tags"],
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  types: TAGGABLE_TYPES,
  check(resource): Finding[] {
    return tagSetsOf(resource).flatMap(({ where, complete, value, reachesInstances }) => {
      const missing = REQUIRED_TAGS.filter((key) => !isSet(value(key)));
      const stuck = REQUIRED_TAGS.filter((key) => !missing.includes(key) && !reachesInstances(key));
      const findings: Finding[] = [];
      if (missing.length > 0 && !complete) findings.push(notProvable(where, `whether it has ${missing.join(", ")}`));
      if (missing.length > 0 && complete) findings.push({ message: `${where}: missing ${missing.join(", ")}` });
      if (stuck.length > 0) findings.push({ message: `${where}: not propagated at launch: ${stuck.join(", ")}` });
      return findings;
    });
  },
};

const isSet = (value: unknown) => value !== undefined && value !== "";
