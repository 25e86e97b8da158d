import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { matches } from "./pattern";

/** Leave to break one rule: which resources, why, and how long. */
export interface Exemption {
  /** URN of the resource; `*` stands for any characters. */
  readonly urn: string;
  readonly reason: string;
  /** Last day of the exemption (UTC), `YYYY-MM-DD`. */
  readonly until: string;
}

const SHORTEST_REASON = 20;
const DAY = "^\\d{4}-\\d{2}-\\d{2}$";

/** Schema of the option `exemptions`, which every rule has. */
export const EXEMPTIONS_SCHEMA: PolicyConfigJSONSchema = {
  type: "array",
  description: "Resources that may break this rule for a while",
  default: [],
  items: {
    type: "object",
    additionalProperties: false,
    required: ["urn", "reason", "until"],
    properties: {
      urn: { type: "string", minLength: 1, description: "URN; * stands for any characters" },
      reason: { type: "string", minLength: SHORTEST_REASON, description: "Why the resource may break the rule" },
      until: { type: "string", pattern: DAY, description: "Last day, YYYY-MM-DD, in UTC" },
    },
  },
};

/** What the exemptions mean for one resource. */
export interface Leave {
  /** The exemption that is in force, if any. */
  readonly granted?: Exemption;
  /** Why exemptions that match the resource do not count; each is a violation. */
  readonly problems: readonly string[];
}

/** The leave that `exemptions`, as configured, give to a resource on a day (`YYYY-MM-DD`). */
export function leaveFor(urn: string, exemptions: unknown, today: string): Leave {
  if (!Array.isArray(exemptions) || exemptions.length === 0) return { problems: [] };
  const matching = exemptions.map((item) => Object(item) as Partial<Exemption>).filter((item) => covers(item, urn));
  const problems = matching.map((item) => problemOf(item, today));
  return {
    granted: matching.find((_, index) => problems[index] === undefined) as Exemption | undefined,
    problems: problems.filter((problem) => problem !== undefined),
  };
}

const covers = (item: Partial<Exemption>, urn: string) => typeof item.urn === "string" && matches(item.urn, urn);

/** The engine checks the schema; whoever else starts the pack may not, and what is malformed must not open anything. */
function problemOf({ urn, reason, until }: Partial<Exemption>, today: string): string | undefined {
  if (typeof reason !== "string" || reason.trim().length < SHORTEST_REASON) {
    return `the exemption for "${urn}" does not count: its reason needs at least ${SHORTEST_REASON} characters`;
  }
  if (typeof until !== "string" || !new RegExp(DAY).test(until) || Number.isNaN(Date.parse(until))) {
    return `the exemption for "${urn}" does not count: until must be a day, YYYY-MM-DD`;
  }
  if (until < today) return `the exemption for "${urn}" expired on ${until}: comply, or renew it (${reason})`;
  return undefined;
}
