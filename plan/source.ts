import path from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition } from "./model";

const FRAME = /(?:\(|at )((?:file:\/\/)?\/[^()]*):(\d+):(\d+)\)?$/;

/** A position as shown to a user, e.g. `stacks/compose.ts:12`. */
export function formatSource(source: SourcePosition): string {
  return `${source.file}:${source.line}`;
}

/** The position, if its file is the project's own: below `root` and no dependency. */
export function projectPosition(root: string, file: string, line: number, column: number): SourcePosition | undefined {
  const relative = path.relative(root, file.startsWith("file:") ? fileURLToPath(file) : file);
  if (relative.startsWith("..") || path.isAbsolute(relative) || relative.includes("node_modules")) return undefined;
  return { file: relative.split(path.sep).join("/"), line, column };
}

/** The innermost line of the project's own code in the stack of an error. */
export function sourceOfStack(root: string, stack: string): SourcePosition | undefined {
  for (const line of stack.split("\n").slice(1)) {
    const [, file, row, column] = FRAME.exec(line.trim()) ?? [];
    const position = file === undefined ? undefined : projectPosition(root, file, Number(row), Number(column));
    if (position) return position;
  }
  return undefined;
}
