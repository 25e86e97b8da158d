import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, UNKNOWN } from "../../values";
import { allowStatements, textsAt, WITH_PERMISSIONS } from "./documents";

interface Options {
  readonly managedPolicies: readonly string[];
}

/** Actions that lead to every other one. */
const EVERYTHING = new Set(["*", "*:*", "iam:*"]);

export const iamNoAdmin: ResourceRule<Options> = {
  name: "iam-no-admin",
  description: "Nobody is made administrator: no policy allows everything, or all of IAM, on everything.",
  why: "Whoever gets hold of such a role, by a hole in an application or a build, has the account.",
  fix: "List the actions that are needed and the resources that they are needed for.",
  severity: "critical",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "A document that is one unknown text is unknown until its ARNs are known; the update itself sees it.",
  topics: ["iam"],
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  types: new Set([
    ...WITH_PERMISSIONS,
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  ]),
  options: {
    managedPolicies: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"],
      description: "AWS's policies that nobody may have",
    },
  },
  check({ props }, { managedPolicies }): Finding[] {
    const attached = [at(props, "policyArn"), ...itemsAt(props, "managedPolicyArns")];
    const refused = attached.filter(
      (arn) => typeof arn === "string" && managedPolicies.some((name) => arn.endsWith(`:aws:policy/${name}`)),
    );
    return [
      ...refused.map((arn) => ({ message: `it has AWS's policy ${(arn as string).split("/").pop()}` })),
      ...allowStatements(props).flatMap((one): Finding[] => {
        if (one === UNKNOWN) return [notProvable("policy", "whether it allows everything")];
        const { label, statement } = one;
        const action = textsAt(statement, "Action").find((name) => EVERYTHING.has(name));
        const but = at(statement, "NotAction") !== undefined;
        if ((action === undefined && !but) || !textsAt(statement, "Resource").includes("*")) return [];
        return [{ message: `${label} allows ${but ? "all but some actions" : action} on *` }];
      }),
    ];
  },
};
