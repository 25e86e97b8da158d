import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, UNKNOWN } from "../../values";
import { hasCondition, statementsOf } from "../statements";
import { textsAt } from "./documents";

interface Options {
  readonly services: readonly string[];
}

const KEYS = ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID"];

export const iamTrustHasSourceCondition: ResourceRule<Options> = {
  name: "iam-trust-has-source-condition",
  description: "A role that a service takes on says for whose resources the service may do so.",
  why: "A service works for every account: without the condition another account's resource can make it use this role.",
  fix: `Add a condition on ${KEYS.join(", ")} to the statement with the service.`,
  severity: "medium",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "A document that is one unknown text is not evaluated; the update itself sees it.",
  topics: ["iam"],
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  types: new Set(["aws:iam/role:Role"]),
  options: {
    services: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ["ec2.amazonaws.com", "ecs.amazonaws.com"],
      description: "Services that name no source when they take on a role: the condition would shut them out",
    },
  },
  check({ props }, { services }): Finding[] {
    const document = at(props, "assumeRolePolicy");
    if (document === UNKNOWN) return [notProvable("assumeRolePolicy", "whether it has a condition")];
    return statementsOf(document).flatMap((statement): Finding[] => {
      if (statement === UNKNOWN) return [notProvable("assumeRolePolicy", "whether it has a condition")];
      const named = textsAt(at(statement, "Principal"), "Service").filter((service) => !services.includes(service));
      if (at(statement, "Effect") !== "Allow" || named.length === 0 || hasCondition(statement, ...KEYS)) return [];
      return [{ message: `${named.join(", ")} may take the role on for any account's resource` }];
    });
  },
};
