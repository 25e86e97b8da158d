import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { UNKNOWN } from "../../values";
import { credentialIn } from "../credentials";
import { TAGGABLE_TYPES, tagSetsOf } from "./tagSets";

export const tagsNoSecretsLikeValues: ResourceRule = {
  name: "tags-no-secrets-like-values",
  description: "Tags hold no credentials.",
  why: "Whoever may list resources reads their tags; they are in bills, logs and inventories, and never encrypted.",
  fix: "Keep the credential in Secrets Manager, refer to it by name, and replace it: it has been published.",
  severity: "medium",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "A value that is unknown is not searched.",
  topics: ["tags", "secrets"],
  url: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  types: TAGGABLE_TYPES,
  check(resource): Finding[] {
    return tagSetsOf(resource).flatMap((set) =>
      set.keys().flatMap((key): Finding[] => {
        const value = set.value(key);
        if (value === UNKNOWN) return [notProvable(`${set.where}.${key}`, "whether it is a credential")];
        const what = typeof value === "string" ? credentialIn(key, value) : undefined;
        return what ? [{ message: `${set.where}: the value of ${key} looks like ${what}` }] : [];
      }),
    );
  },
};
