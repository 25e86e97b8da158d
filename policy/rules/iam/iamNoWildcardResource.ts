import { WITHOUT_RESOURCE } from "../../../components/shared/iam";
import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, UNKNOWN } from "../../values";
import { allowStatements, textsAt, WITH_PERMISSIONS } from "./documents";

interface Options {
  readonly actions: readonly string[];
}

export const iamNoWildcardResource: ResourceRule<Options> = {
  name: "iam-no-wildcard-resource",
  description: "A policy names the resources that its actions are for; `*` stands only where IAM knows none.",
  why: "An action on `*` reaches what other teams and other environments of the account have.",
  fix: "Give `Resource` the ARNs, and put actions that know no resource into a statement of their own.",
  severity: "high",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote:
    "An ARN that is unknown is one of a resource, never `*`; a document that is one unknown text is not evaluated.",
  topics: ["iam"],
  url: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  types: WITH_PERMISSIONS,
  options: {
    actions: {
      type: "array",
      items: { type: "string", pattern: "^[a-z0-9-]+:[A-Za-z]+$" },
      default: [],
      description: "Further actions that know no resource, e.g. `ce:GetCostAndUsage`",
    },
  },
  check({ props }, { actions }): Finding[] {
    const known = new Set([...Object.keys(WITHOUT_RESOURCE), ...actions]);
    return allowStatements(props).flatMap((one): Finding[] => {
      if (one === UNKNOWN) return [notProvable("policy", "which resources it names")];
      const { label, statement } = one;
      if (at(statement, "NotResource") !== undefined) return [{ message: `${label} allows all but some resources` }];
      if (!textsAt(statement, "Resource").includes("*")) return [];
      const wide = textsAt(statement, "Action").filter((action) => !known.has(action));
      return wide.length > 0 ? [{ message: `${label} allows ${wide.join(", ")} on *` }] : [];
    });
  },
};
