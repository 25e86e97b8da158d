import type { Colors } from "picocolors/types";
import type { Finding } from "./check";

/** The findings as lines of text for a terminal: a line for each, by groups, and under what is wrong its fix. */
export function linesOf(stack: string, findings: readonly Finding[], colours: Colors): string[] {
  const marks = { well: colours.green("✓"), wrong: colours.red("✗"), unchecked: colours.yellow("?") };
  const groups = [...new Set(findings.map(({ group }) => group))];
  const lines = groups.flatMap((group) => [
    colours.bold(group),
    ...findings
      .filter((finding) => finding.group === group)
      .flatMap(({ result, subject, detail, fix }) => [
        `  ${marks[result]} ${subject}  ${result === "wrong" ? colours.red(detail) : colours.dim(detail)}`,
        ...(fix === undefined ? [] : [`      ${fix}`]),
      ]),
  ]);
  return [...lines, "", verdict(stack, findings)];
}

function verdict(stack: string, findings: readonly Finding[]): string {
  const count = (result: Finding["result"]) => findings.filter((finding) => finding.result === result).length;
  const [bad, open] = [count("wrong"), count("unchecked")];
  const rest = open > 0 ? `; ${open} could not be checked` : "";
  if (bad === 0) return `stack "${stack}" has what it needs${rest}`;
  return `stack "${stack}" lacks ${bad} of the ${findings.length} things that it needs${rest}`;
}
