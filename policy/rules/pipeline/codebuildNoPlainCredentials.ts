import { isCredential } from "../../../components/shared/credentialNames";
import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, UNKNOWN } from "../../values";
import { credentialIn } from "../credentials";

export const codebuildNoPlainCredentials: ResourceRule = {
  name: "codebuild-no-plain-credentials",
  description: "No plain variable of a build project holds a credential.",
  why: "Whoever may look at builds reads their variables, in each build that there ever was.",
  fix: "Keep the credential in Secrets Manager, give the variable the type SECRETS_MANAGER, and replace it: it has been published.",
  severity: "critical",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "Only a variable that is named like a credential is asked for its value.",
  topics: ["pipeline", "secrets"],
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
  types: new Set(["aws:codebuild/project:Project"]),
  check({ props }): Finding[] {
    return itemsAt(props, "environment", "environmentVariables").flatMap((variable): Finding[] => {
      const [name, value, type = "PLAINTEXT"] = ["name", "value", "type"].map((key) => at(variable, key));
      if (typeof name !== "string" || type !== "PLAINTEXT") return [];
      if (value === UNKNOWN && isCredential(name)) return [notProvable(name, "whether it is a credential")];
      const what = typeof value === "string" ? credentialIn(name, value) : undefined;
      return what ? [{ message: `the value of ${name} looks like ${what}` }] : [];
    });
  },
};
