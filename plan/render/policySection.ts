import type pc from "picocolors";
import type { Finding, PackResult, StackPlan } from "../model";
import { nameOf, typeOf } from "../urn";
import { count } from "./count";
import { simpleType } from "./simpleType";

type Colours = ReturnType<typeof pc.createColors>;

/** Findings of a rule that are shown one by one; a mistake in what all resources share breaks a rule for each. */
const MAX_SHOWN = 10;

/** A pack in one line. */
export function packLine({ name, version, rules, passed, disabled }: PackResult): string {
  const off = disabled > 0 ? `, ${disabled} disabled` : "";
  return `${name} ${version}: ${passed} of ${rules} rules without findings${off}`;
}

/** What the policy packs say: a line for each pack, then the findings, the worst first. */
export function policySection({ policy, resources }: StackPlan, colours: Colours): string[] {
  const sourceOf = new Map(resources.map(({ urn, source }) => [urn, source ? `${source.file}:${source.line}` : ""]));
  const placeOf = ({ urn }: Finding) => {
    const resource = urn === undefined ? "the stack" : `${simpleType(typeOf(urn))} ${nameOf(urn)}`;
    const source = urn === undefined ? "" : sourceOf.get(urn);
    return `${resource}${source ? `  ${colours.dim(source)}` : ""}`;
  };
  const list = (title: string, findings: Finding[], paint: (text: string) => string) =>
    byRule(findings).flatMap((group) => {
      const [first] = group;
      const { shared, own } = splitMessages(group.map(({ message }) => message.trim().split("\n")));
      const where = group.length === 1 ? placeOf(first) : count(group.length, "finding");
      const each = group.length === 1 ? [] : group.flatMap((finding, index) => [[placeOf(finding), ...own[index]!]]);
      return [
        `    ${paint(title)} ${first.rule}: ${where}`,
        ...shared.map((line) => `      ${line}`),
        ...each
          .slice(0, MAX_SHOWN)
          .flatMap(([place, ...lines]) => [`      - ${place}`, ...lines.map((line) => `        ${line}`)]),
        ...(each.length > MAX_SHOWN ? [`      and ${each.length - MAX_SHOWN} more`] : []),
      ];
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
  const packs = policy.packs.map((pack) => `    ${packLine(pack)}`);
  return packs.length + lines.length === 0 ? [] : ["  Policies", ...packs, ...lines];
}

/** The findings of each rule, in the order of the first of each. */
function byRule(findings: Finding[]): [Finding, ...Finding[]][] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = `${finding.pack}\0${finding.rule}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

/** The lines with which all messages begin and end, such as what a rule asks for and its fix, and what each says between. */
function splitMessages(messages: string[][]): { shared: string[]; own: string[][] } {
  const [first = []] = messages;
  const shortest = Math.min(...messages.map(({ length }) => length));
  let start = 0;
  while (start < shortest && messages.every((lines) => lines[start] === first[start])) start++;
  let end = 0;
  while (end < shortest - start && messages.every((lines) => lines.at(-1 - end) === first.at(-1 - end))) end++;
  return {
    shared: [...first.slice(0, start), ...first.slice(first.length - end)],
    own: messages.map((lines) => lines.slice(start, lines.length - end)),
  };
}
