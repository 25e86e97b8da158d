import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { UNKNOWN } from "../../values";
import { hasCondition } from "../statements";
import { allowStatements, textsAt, WITH_PERMISSIONS } from "./documents";

/** Actions that include handing a role to a service. */
const PASSES = /^(\*|iam:(\*|Pass\*|PassRole))$/;

/** An ARN, or the end of one, that stands for every role. */
const ANY_ROLE = /^\*$|:role\/\*$/;

const CONDITION = "iam:PassedToService";

export const iamPassroleScoped: ResourceRule = {
  name: "iam-passrole-scoped",
  description: "Who may pass roles on may pass named ones, to named services.",
  why: "Whoever may pass any role to a service of his gets that role's permissions: a build becomes administrator.",
  fix: `Name the roles in \`Resource\` and the services in the condition \`${CONDITION}\`.`,
  severity: "high",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote:
    "An ARN that is unknown is one of a role, never `*`; a document that is one unknown text is not evaluated.",
  topics: ["iam"],
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  types: WITH_PERMISSIONS,
  check({ props }): Finding[] {
    return allowStatements(props).flatMap((one): Finding[] => {
      if (one === UNKNOWN) return [notProvable("policy", "which roles may be passed on")];
      const { label, statement } = one;
      if (!textsAt(statement, "Action").some((action) => PASSES.test(action))) return [];
      const any = textsAt(statement, "Resource").find((resource) => ANY_ROLE.test(resource));
      return [
        ...(any === undefined ? [] : [{ message: `${label} lets roles like ${any} be passed on` }]),
        ...(hasCondition(statement, CONDITION) ? [] : [{ message: `${label} lets roles be passed on to any service` }]),
      ];
    });
  },
};
