import type pc from "picocolors";
import type { Finding, StackPlan } from "../model";
import { nameOf, typeOf } from "../urn";
import { simpleType } from "./simpleType";

type Colours = ReturnType<typeof pc.createColors>;

/** What the policy packs say: a line for each pack, then the findings, the worst first. */
export function policySection({ policy, resources }: StackPlan, colours: Colours): string[] {
  const sourceOf = new Map(resources.map(({ urn, source }) => [urn, source ? `${source.file}:${source.line}` : ""]));
  const list = (title: string, findings: Finding[], paint: (text: string) => string) =>
    findings.flatMap(({ rule, urn, message }) => {
      const resource = urn === undefined ? "the stack" : `${simpleType(typeOf(urn))} ${nameOf(urn)}`;
      const source = urn === undefined ? "" : sourceOf.get(urn);
      const [first, ...rest] = [
        `${paint(title)} ${rule}: ${resource}${source ? `  ${colours.dim(source)}` : ""}`,
        ...message.trim().split("\n"),
      ];
      return [`    ${first}`, ...rest.map((line) => `      ${line}`)];
    });
  const unproven = (level: Finding["level"]) => policy.unproven.filter((finding) => finding.level === level);
  const lines = [
    ...policy.errors.flatMap((error) => error.split("\n")).map((line) => `    ${colours.red(line)}`),
    ...list("violated (mandatory):", policy.failed, colours.red),
    ...list("could not be evaluated (mandatory):", unproven("mandatory"), colours.red),
    ...list("could not be evaluated:", unproven("advisory"), colours.yellow),
    ...list("violated (advisory):", policy.warned, colours.yellow),
    ...list("remediated:", policy.remediated, colours.cyan),
  ];
  const packs = policy.packs.map(({ name, version, rules, passed, disabled }) => {
    const off = disabled > 0 ? `, ${disabled} disabled` : "";
    return `    ${name} ${version}: ${passed} of ${rules} rules without findings${off}`;
  });
  return packs.length + lines.length === 0 ? [] : ["  Policies", ...packs, ...lines];
}
