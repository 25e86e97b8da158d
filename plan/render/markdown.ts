import { losesData } from "../diff/dataRisk";
import type { StackDiff } from "../diff/model";
import type { StackPlan } from "../model";
import { passes } from "../verdict";
import { count } from "./count";
import { type DiffLine, diffSections, diffSummary, type Mark } from "./diffSections";
import { fenced, inline, MarkdownDocument } from "./markdownDocument";
import { LABEL, type Rendered } from "./renderer";
import { policySection } from "./policySection";
import { PLAIN } from "./plain";
import { summaryLine } from "./summaryLine";
import { outputLines, resourceLines } from "./tree";

/** First line of the document, by which a later comment finds the one that it replaces. */
export const MARKER = "<!-- slipway plan -->";

const MARKS: Record<Mark, string> = { add: "+", remove: "-", change: "~", danger: "!", note: " " };

/** Sections that are shown before anything is unfolded. */
const URGENT = /^(Data at risk|Renamed)/;

/** A comment for GitHub: what matters first, the rest folded, and never longer than GitHub takes. */
export function renderMarkdown(shown: Rendered): string {
  const { plans, diff } = shown;
  const document = new MarkdownDocument();
  const diffs = new Map(diff?.stacks.map((stack) => [stack.name, stack]));
  const compared = diff ? ` compared with ${inline(diff.base)} (${inline(diff.commit.slice(0, 10))})` : "";
  document.text([MARKER, `### Offline plan${compared}`, ""]);
  document.table(
    ["", "stack", ...(diff ? ["changes"] : []), "plan"],
    [
      ...plans.map((plan) => summaryRow(plan, diffs.get(plan.name), shown)),
      ...[...diffs.values()]
        .filter(({ base }) => base === "removed")
        .map((stack) => ["⚠️", inline(stack.name), inline(diffSummary(stack)), ""]),
    ],
  );
  for (const [name, stack] of diffs) {
    for (const { title, lines } of diffSections(stack).filter((section) => URGENT.test(section.title))) {
      document.block(`**${inline(name)}: ${title}**`, fenced("diff", diffText(lines)), "");
    }
  }
  plans.forEach((plan, index) => {
    document.share(plans.length - index);
    for (const { title, lines, language = "" } of stackSections(plan, diffs.get(plan.name))) {
      document.block(
        `<details><summary>${inline(plan.name)}: ${title} (${count(lines.length, "line")})</summary>`,
        fenced(language, lines),
        "</details>",
      );
    }
  });
  return document.end(LABEL);
}

function summaryRow(plan: StackPlan, diff: StackDiff | undefined, shown: Rendered): string[] {
  const changes = diff ? [inline(diffSummary(diff))] : [];
  const state = !passes(plan) ? "❌" : diff && losesData(diff.dataAtRisk) ? "⚠️" : "✅";
  return [state, inline(plan.name), ...changes, inline(summaryLine(plan, shown).slice(plan.name.length + 2))];
}

interface Section {
  title: string;
  lines: string[];
  /** Of the block of code. */
  language?: "diff";
}

/** What is folded: problems and policies first, then the changes, or the whole plan if it is not compared. */
function stackSections(plan: StackPlan, diff: StackDiff | undefined): Section[] {
  const [, ...policies] = policySection(plan, PLAIN);
  const problems = [...plan.problems, ...(diff?.problems ?? [])].flatMap((problem) => problem.split("\n"));
  const changes = diff ? diffSections(diff).filter(({ title }) => !URGENT.test(title)) : [];
  const sections: Section[] = [
    { title: "Problems", lines: problems },
    { title: "Policies", lines: policies },
    ...changes.map(({ title, lines }) => ({
      title: `Changes: ${title}`,
      lines: diffText(lines),
      language: "diff" as const,
    })),
    ...(diff && diff.base !== "unknown"
      ? []
      : [
          { title: "Resources", lines: resourceLines(plan, PLAIN) },
          { title: "Outputs", lines: outputLines(plan.outputs) },
        ]),
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

function diffText(lines: DiffLine[], indent = ""): string[] {
  return lines.flatMap(({ mark, sign, text, below = [] }) => [
    `${MARKS[mark]} ${indent}${sign === undefined ? "" : `${sign.padEnd(2)} `}${text}`,
    ...diffText(below, `${indent}   `),
  ]);
}
