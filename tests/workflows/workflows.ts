import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { isMap, isScalar, parseDocument, visit } from "yaml";
import { projectRoot } from "../../ops/shared/projectRoot";

/** A step of a job. */
export interface Step {
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

/** A job of a workflow. */
export interface Job {
  uses?: string;
  needs?: string | string[];
  if?: string;
  environment?: string;
  permissions?: Record<string, string>;
  "timeout-minutes"?: number;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  strategy?: { matrix: Record<string, unknown[]> };
  steps?: Step[];
  with?: Record<string, string>;
}

/** A workflow, and what of its text the parser leaves out. */
export interface Workflow {
  name: string;
  text: string;
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  jobs: Record<string, Job>;
  /** Every `uses`, with the comment behind it. */
  uses: { target: string; comment: string }[];
}

const folder = path.join(projectRoot, ".github/workflows");

/** Reads a workflow's text. */
export function parseWorkflow(name: string, text: string): Workflow {
  const document = parseDocument(text);
  const uses: Workflow["uses"] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && key.value === "uses" && isScalar(value))
        uses.push({ target: String(value.value), comment: (value.comment ?? "").trim() });
    },
  });
  if (!isMap(document.contents)) throw new Error(`${name} is no workflow`);
  return { ...(document.toJS() as Omit<Workflow, "name" | "text" | "uses">), name, text, uses };
}

/** All workflows of the repository. */
export const workflows: Workflow[] = readdirSync(folder).map((name) =>
  parseWorkflow(name, readFileSync(path.join(folder, name), "utf8")),
);

/** The workflow in a file of `.github/workflows`. */
export function workflow(name: string): Workflow {
  const found = workflows.find((one) => one.name === name);
  if (!found) throw new Error(`no workflow ${name} in ${workflows.map((one) => one.name).join(", ")}`);
  return found;
}
