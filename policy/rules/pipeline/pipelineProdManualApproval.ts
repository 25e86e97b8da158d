import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, UNKNOWN } from "../../values";
import { ordersOf } from "./actions";

interface Options {
  readonly production: readonly string[];
}

export const pipelineProdManualApproval: ResourceRule<Options> = {
  name: "pipeline-prod-manual-approval",
  description: "A pipeline deploys to production only after somebody has approved it.",
  why: "A commit must not be all that stands between a mistake, or a stolen account, and the users.",
  fix: "Add an action of the category Approval between the last stage before production and it, or in it with a smaller runOrder.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "Names of stages and categories of actions are part of the program's structure.",
  topics: ["pipeline"],
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
  types: new Set(["aws:codepipeline/pipeline:Pipeline"]),
  options: {
    production: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ["prod", "production", "live"],
      description: "Words in the name of a stage that deploys to production, between dashes or underscores",
    },
  },
  check({ props }, { production }): Finding[] {
    const isProduction = (name: string) =>
      name
        .toLowerCase()
        .split(/[-_]/)
        .some((word) => production.includes(word));
    let approved = false;
    return itemsAt(props, "stages").flatMap((stage, i): Finding[] => {
      const name = at(stage, "name");
      if (stage === UNKNOWN || name === UNKNOWN) return [notProvable(`stages[${i}].name`, "where it deploys to")];
      const actions = itemsAt(stage, "actions");
      const approvals = ordersOf(actions, ["Approval"]);
      const deployments = ordersOf(actions, ["Deploy", "Build"]);
      if (deployments.length === 0) {
        approved ||= approvals.length > 0;
        return [];
      }
      const toProduction = typeof name === "string" && isProduction(name);
      const first = Math.min(...deployments);
      approved ||= approvals.some((order) => order < first);
      const unapproved = toProduction && !approved;
      // What was approved before a stage has deployed was approved before anybody could look at it there.
      if (!toProduction) approved = approvals.some((order) => order > Math.max(...deployments));
      return unapproved ? [{ message: `stage ${name} deploys, and nobody has approved it` }] : [];
    });
  },
};
