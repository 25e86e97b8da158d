import type pc from "picocolors";
import type { PlanDiff, StackDiff } from "../diff/model";
import { type DiffLine, diffSections, diffSummary, type Mark } from "./diffSections";

type Colours = ReturnType<typeof pc.createColors>;

const SIGNS: Record<Mark, string> = { add: "+", remove: "-", change: "~", danger: "!", note: " " };

/** For a terminal: what differs from the base, or why that is not known. */
export function diffTree(diff: StackDiff, { base, commit }: PlanDiff, colours: Colours): string[] {
  const title = `  Compared with ${base} (${commit.slice(0, 10)}): ${diffSummary(diff)}`;
  const problems = diff.problems.flatMap((problem) => problem.split("\n")).map((line) => colours.red(`    ${line}`));
  const sections = diffSections(diff).flatMap((section) => [
    "",
    `  ${section.title}`,
    ...section.lines.flatMap((line) => linesOf(line, "    ", colours)),
  ]);
  return [title, ...problems, ...sections];
}

function linesOf({ mark, sign, text, below = [] }: DiffLine, indent: string, colours: Colours): string[] {
  const { green, red, yellow, dim } = colours;
  const paints = { add: green, remove: red, change: yellow, danger: red, note: dim };
  const start = sign === undefined ? SIGNS[mark] : sign.padEnd(2);
  return [
    paints[mark](`${indent}${start} ${text}`),
    ...below.flatMap((line) => linesOf(line, `${indent}${" ".repeat(start.length + 1)}`, colours)),
  ];
}

/** The stacks that only the base has, in a line each. */
export function removedStacks({ stacks }: PlanDiff): string[] {
  return stacks.filter(({ base }) => base === "removed").map((stack) => `${stack.name}: ${diffSummary(stack)}`);
}
