import { optionsOf, type Rule } from "../rule";

const KIND = {
  resource: "each resource, before it is created or changed",
  stack: "the stack as a whole, when all is planned",
  both: "each resource, before it is created or changed, and the stack as a whole for what is unknown by then",
};
const UNKNOWN_RESULT = { fails: "fails as not provable", "not evaluated": "advisory: could not be evaluated" };

/** The text of RULES.md. */
export function rulesDocument(rules: readonly Rule[]): string {
  const rows = rules.map(
    (rule) => `| [\`${rule.name}\`](#${rule.name}) | ${rule.severity} | ${rule.level} | ${rule.description} |`,
  );
  return [
    "# Rules of the policy pack `slipway`",
    "",
    "<!-- Generated from policy/rules by `npm run generate`. Do not edit. -->",
    "",
    "*Level* is the one where a stack's policy configuration (`policy-config/slipway.STACK.json`) names no other. A *mandatory*",
    "violation stops the deployment, an *advisory* one is shown, a *disabled* rule does not run.",
    "",
    "| Rule | Severity | Level | What must be true |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "## Exemptions",
    "",
    "Every rule takes `exemptions` in the policy configuration. One that has expired or is incomplete is a violation itself, and",
    "what it covered fails again.",
    "",
    "```json",
    JSON.stringify({ "rule-name": { exemptions: [EXAMPLE] } }, null, 2),
    "```",
    "",
    "`urn` is the URN of the resource, `*` stands for any characters; `reason` has at least 20 characters; `until` is the last day,",
    "in UTC.",
    ...rules.flatMap(section),
    "",
  ].join("\n");
}

const EXAMPLE = {
  urn: "urn:pulumi:dev::slipway::*::acme-shop-dev-legacy-*",
  reason: "Partner's fixed addresses until their VPN is ready",
  until: "2030-06-30",
};

function section(rule: Rule): string[] {
  return [
    "",
    `## ${rule.name}`,
    "",
    rule.description,
    "",
    `- **Why**: ${rule.why}`,
    `- **Fix**: ${rule.fix}`,
    `- **Judges**: ${KIND[kindOf(rule)]}${typesOf(rule)}`,
    `- **Unknown at preview**: ${UNKNOWN_RESULT[rule.unknown]}. ${rule.unknownNote}`,
    ...optionsOf(rule).map(
      ([name, { description, default: value }]) =>
        `- **Option \`${name}\`**: ${description}. Default \`${JSON.stringify(value)}\``,
    ),
    `- **More**: <${rule.url}>`,
  ];
}

function kindOf(rule: Rule): keyof typeof KIND {
  if (!("checkStack" in rule)) return "resource";
  return rule.check ? "both" : "stack";
}

const FEW = 6;

function typesOf(rule: Rule): string {
  if ("checkStack" in rule) return "";
  const types = [...rule.types];
  return types.length > FEW ? `: ${types.length} types` : `: ${types.map((type) => `\`${type}\``).join(", ")}`;
}
