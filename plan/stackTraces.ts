import { findSourceMap, type SourceMap } from "node:module";
import path from "node:path";

/** Frames that the SDK drops when it looks for the line that registers a resource: its own constructors. */
const SDK_FRAMES = 5;

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => string;

/**
 * Formats stacks for as long as a program runs: lines of the project's own files as they are in the source, of others
 * only the innermost few. The SDK takes the whole stack of every resource; mapping each of its frames to the source would
 * take as long as the rest of the plan.
 *
 * @returns puts the former formatting back
 */
export function mapOwnStackFrames(root: string): () => void {
  const maps = new Map<string, SourceMap | undefined>();
  const positionOf = (file: string, line: number, column: number): string => {
    if (!maps.has(file)) maps.set(file, findSourceMap(file));
    const entry = maps.get(file)?.findEntry(line - 1, column - 1);
    return entry && "originalLine" in entry
      ? `${entry.originalLine + 1}:${entry.originalColumn + 1}`
      : `${line}:${column}`;
  };
  const prepare: Prepare = (error, sites) => {
    const lines = sites.flatMap((site, index) => {
      const file = site.getFileName() ?? "";
      const own = file.startsWith(root + path.sep) && !file.includes("node_modules");
      if (!own && index >= SDK_FRAMES) return [];
      const [line, column] = [site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0];
      const position = own ? positionOf(file, line, column) : `${line}:${column}`;
      return [`    at ${site.getFunctionName() ?? "<anonymous>"} (${file}:${position})`];
    });
    return [`${error.name}: ${error.message}`, ...lines].join("\n");
  };
  const former = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  Error.prepareStackTrace = prepare;
  return () => {
    if (former) Object.defineProperty(Error, "prepareStackTrace", former);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
  };
}
