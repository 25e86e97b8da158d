import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, UNKNOWN } from "../../values";

interface Options {
  readonly production: readonly string[];
}

export const pipelineProdManualApproval: ResourceRule<Options> = {
  name: "pipeline-prod-manual-approval",
  description: "A pipeline deploys to production only after somebody has approved it.",
  why: "A commit must not be all that stands between a mistake, or a stolen account, and the users.",
  fix: "Add an action of the category Approval before the stage, or in it before what deploys.",
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
      const categories = itemsAt(stage, "actions").map((action) => at(action, "category"));
      const approval = categories.indexOf("Approval");
      const deployment = categories.findIndex((category) => category === "Deploy" || category === "Build");
      approved ||= approval !== -1 && (deployment === -1 || approval < deployment);
      const unapproved = typeof name === "string" && isProduction(name) && deployment !== -1 && !approved;
      return unapproved ? [{ message: `stage ${name} deploys, and nobody has approved it` }] : [];
    });
  },
};
