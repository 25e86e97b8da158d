import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { UNKNOWN } from "../../values";
import { TAGGABLE_TYPES, tagSetsOf } from "./tagSets";

/** Shapes that only credentials have: a false alarm would teach people to exempt. */
const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ["an AWS access key id", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["an AWS secret access key", /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[/+])[A-Za-z0-9/+]{40}$/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY/],
  ["a GitHub token", /\b(?:gh[opsur]_[A-Za-z0-9]{36}|github_pat_\w{22,})/],
  ["a Slack token", /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ["a JSON web token", /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\./],
  ["a URL with a password", /:\/\/[^/\s:@]+:[^/\s@]+@/],
  ["a password", /\b(?:password|passwd|pwd|secret|token|api[_-]?key)\s*[=:]\s*\S/i],
];
const SECRET_KEY = /^(?:.*[^a-z])?(?:password|passwd|secret|token|api[_-]?key|credentials?)$/i;

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
  // Reports never repeat the value: they end up in logs and pull requests.
  check(resource): Finding[] {
    return tagSetsOf(resource).flatMap((set) =>
      set.keys().flatMap((key): Finding[] => {
        const value = set.value(key);
        if (value === UNKNOWN) return [notProvable(`${set.where}.${key}`, "whether it is a credential")];
        if (typeof value !== "string" || value === "") return [];
        const shape = SHAPES.find(([, expression]) => expression.test(value))?.[0];
        const what = shape ?? (SECRET_KEY.test(key) ? "a credential, by its key" : undefined);
        return what ? [{ message: `${set.where}: the value of ${key} looks like ${what}` }] : [];
      }),
    );
  },
};
