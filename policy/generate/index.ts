import { RULES } from "../rules";
import { rulesDocument } from "./rulesDocument";
import { readTaggableTypes } from "./taggableTypes";

/** The generated files of the policy pack: their texts by path from the project's root. Takes under a second. */
export function policyFiles(): Readonly<Record<string, string>> {
  return {
    "policy/rules/tags/taggableTypes.json": `${JSON.stringify(readTaggableTypes(), null, 2)}\n`,
    "policy/RULES.md": rulesDocument(RULES),
  };
}
