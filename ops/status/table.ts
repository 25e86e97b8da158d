import type { Colors } from "picocolors/types";
import type { Part } from "./parts";
import type { Deployed, PipelineReport } from "./report";

/** Characters of a version or an execution that tell it from others. */
const SHORT = 12;

const HEADINGS = ["STAGE", "TARGET", "REGION", "VERSION", "SINCE", "EXECUTION", "HEALTH"];

/** The parts of a stack as lines of text for a terminal, what is wrong in red. */
export function partsTable(title: string, parts: readonly Part[], colours: Colors): string[] {
  if (parts.length === 0) return [colours.bold(title), `  ${colours.red("nothing of it is there; is the stack up?")}`];
  const width = Math.max(...parts.map(({ kind, name }) => `${kind} ${name}`.length));
  const line = ({ kind, name, detail }: Part) => `  ${`${kind} ${name}`.padEnd(width)}  ${detail}`;
  return [colours.bold(title), ...parts.map((part) => (part.healthy ? line(part) : colours.red(line(part))))];
}

/** A pipeline as lines of text for a terminal, what is wrong in red. */
export function tableOf({ pipeline, region, exists, deployed }: PipelineReport, colours: Colors): string[] {
  const title = colours.bold(`${pipeline}  ${region}`);
  if (!exists) return [title, `  ${colours.red("there is no such pipeline; is the stack up?")}`];
  const rows = deployed.map(cellsOf);
  const widths = HEADINGS.map((heading, i) => Math.max(heading.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: string[]) => `  ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join("  ")}`.trimEnd();
  return [
    title,
    colours.dim(line(HEADINGS)),
    ...rows.map((row, i) => (deployed[i]!.healthy === false ? colours.red(line(row)) : line(row))),
    ...notes(deployed).map((note) => `  ${colours.yellow(note)}`),
  ];
}

function cellsOf({ stage, target, region, version, since, execution, health }: Deployed): string[] {
  return [
    stage,
    target,
    region,
    version?.slice(0, SHORT) ?? (execution ? "?" : "none"),
    since ? `${since.toISOString().slice(0, 16).replace("T", " ")} UTC` : "-",
    execution?.slice(0, SHORT) ?? "-",
    health,
  ];
}

/** What no column says: runs that have not succeeded, and regions of a target that differ. */
function notes(deployed: Deployed[]): string[] {
  const runs = deployed.flatMap(({ stage, target, region, lately }) =>
    lately
      ? [`${stage} ${target} ${region}: execution ${lately.execution.slice(0, SHORT)} ${words(lately.status)}`]
      : [],
  );
  const targets = [...new Set(deployed.map(({ target }) => target))];
  const differing = targets.filter((name) => {
    const versions = deployed.filter(({ target }) => target === name).map(({ version }) => version);
    return new Set(versions).size > 1;
  });
  return [...runs, ...differing.map((name) => `${name}: the version is not the same everywhere`)];
}

function words(status: string): string {
  return status === "InProgress" ? "is under way" : status.toLowerCase();
}
