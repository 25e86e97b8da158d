import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { stackOf } from "../../urn";
import { shown, UNKNOWN } from "../../values";
import { TAGGABLE_TYPES, tagSetsOf } from "./tagSets";

export const tagsEnvironmentMatchesStack: ResourceRule = {
  name: "tags-environment-matches-stack",
  description: "The tag Environment is the name of the stack.",
  why: "A resource that is tagged with another environment is found, billed and cleaned up there.",
  fix: "Let the component set the tag from its context; do not write it by hand.",
  severity: "high",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "A value that is unknown is not compared.",
  topics: ["tags"],
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  types: TAGGABLE_TYPES,
  check(resource): Finding[] {
    const stack = stackOf(resource.urn);
    return tagSetsOf(resource).flatMap(({ where, value }): Finding[] => {
      const environment = value("Environment");
      if (stack === undefined || environment === undefined || environment === stack) return [];
      if (environment === UNKNOWN) return [notProvable(`${where}.Environment`, "whether it is the stack's name")];
      return [{ message: `${where}: Environment is ${shown(environment)} in stack "${stack}"` }];
    });
  },
};
