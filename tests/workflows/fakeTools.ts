import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { projectRoot } from "../../ops/shared/projectRoot";

/** How a tool that a script calls answers: the first answer whose `to` is found in the call's arguments. */
export interface Answer {
  /** A part of the arguments, joined by blanks. */
  to: string;
  stdout?: string;
  stderr?: string;
  code?: number;
  /** A file that the call leaves: where one of its options says, or `below` that; a text, or a link to another file. */
  writes?: { option: string; below?: string; text?: string; linkTo?: string };
}

/** One call of a tool, as it came. */
export interface Call {
  tool: string;
  args: string[];
  input: string;
}

/** How a script ended, and what it did. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  calls: Call[];
  /** What it wrote for the steps after it, and into the job's summary. */
  output: string;
  summary: string;
}

/** A text as one word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A program that plays a tool: notes the call, answers from the table. A call that nothing answers fails loudly. It is a shell
 * script because the tests start hundreds.
 */
function player(folder: string, tool: string, answers: Answer[]): string {
  const cases = answers.map(({ to, stdout = "", stderr = "", code = 0, writes }, i) => {
    const file = (kind: string, text: string) => {
      const written = path.join(folder, `${tool}-${i}-${kind}`);
      writeFileSync(written, text);
      return quoted(written);
    };
    const target =
      writes && `"$(value ${quoted(writes.option)} "$@")"${quoted(writes.below ? `/${writes.below}` : "")}`;
    const write = writes?.linkTo
      ? `ln -s ${quoted(writes.linkTo)} ${target}`
      : writes && `cat ${file("file", writes.text ?? "")} >${target}`;
    const say = `cat ${file("stdout", stdout)}; cat ${file("stderr", stderr)} >&2`;
    return `if [[ "$*" == *${quoted(to)}* ]]; then ${write ? `${write}; ` : ""}${say}; exit ${code}; fi`;
  });
  return [
    "#!/usr/bin/env bash",
    'value() { local option=$1; shift; while [ "$1" != "$option" ]; do shift; done; printf %s "$2"; }',
    `shopt -s nullglob; earlier=(${quoted(folder)}/call-*-args); call=${quoted(folder)}/call-$((100 + \${#earlier[@]}))`,
    `printf '%s\\0' ${tool} "$@" >"$call-args"`,
    'if [[ " $* " == *" - "* ]]; then cat >"$call-input"; fi',
    ...cases,
    'echo "nothing answers: $0 $*" >&2; exit 99',
  ].join("\n");
}

/** Runs a script of `.github/scripts` with the given tools in place of the real ones. */
export function runScript(
  script: string,
  args: string[],
  answers: Record<string, Answer[]>,
  env: Record<string, string> = {},
): Ran {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-workflow-"));
  try {
    const bin = path.join(folder, "bin");
    mkdirSync(bin);
    for (const [tool, table] of Object.entries(answers)) {
      writeFileSync(path.join(bin, tool), player(folder, tool, table), { mode: 0o755 });
    }
    const file = path.join(projectRoot, ".github/scripts", script);
    const [command, ...rest] = script.endsWith(".mjs") ? [process.execPath, file] : [file];
    const { status, stdout, stderr } = spawnSync(command, [...rest, ...args], {
      cwd: projectRoot,
      encoding: "utf8",
      env: {
        PATH: `${bin}${path.delimiter}${process.env.PATH}`,
        TMPDIR: folder,
        GITHUB_OUTPUT: path.join(folder, "output"),
        GITHUB_STEP_SUMMARY: path.join(folder, "summary"),
        ...env,
      },
    });
    const read = (name: string) => {
      const written = path.join(folder, name);
      return existsSync(written) ? readFileSync(written, "utf8") : "";
    };
    const calls = readdirSync(folder)
      .filter((name) => /^call-\d+-args$/.test(name))
      .map((name): Call => {
        const [tool = "", ...callArgs] = read(name).split("\0").slice(0, -1);
        return { tool, args: callArgs, input: read(name.replace("args", "input")) };
      });
    return { code: status, stdout, stderr, calls, output: read("output"), summary: read("summary") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
