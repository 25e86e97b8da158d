import { findSourceMap, type SourceMap } from "node:module";
import path from "node:path";
import type { SourcePosition } from "./model";
import { pulumi } from "./sdk";

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** Frames of this file and of the SDK's constructors, below the line that creates a resource. */
const SDK_FRAMES = 5;
/** How many frames are looked through for a line of the project: nearly always one of the first few is, rarely a later one. */
const FRAME_LIMITS = [SDK_FRAMES + 5, 100];

/** Finds the lines that led to a resource; the SDK formats and parses the whole stack for each. */
const sdkResource = pulumi.Resource as unknown as {
  stackTrace: () => { uri: string; line: number; column: number }[];
};

/**
 * Shows the lines of the project's own files in stacks as they are in the source, for as long as a program runs, and
 * gives resources the innermost of them.
 *
 * @returns puts the former ways back
 */
export function mapOwnStackFrames(root: string): () => void {
  const maps = new Map<string, SourceMap | undefined>();
  const positionOf = (site: NodeJS.CallSite): SourcePosition => {
    const position = {
      file: site.getFileName() ?? "",
      line: site.getLineNumber() ?? 0,
      column: site.getColumnNumber() ?? 0,
    };
    if (!isOwn(position.file)) return position;
    const { file, line, column } = position;
    if (!maps.has(file)) maps.set(file, findSourceMap(file));
    const entry = maps.get(file)?.findEntry(line - 1, column - 1);
    if (!entry || !("originalLine" in entry)) return position;
    return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  };
  const isOwn = (file: string) => file.startsWith(root + path.sep) && !file.includes("node_modules");

  const prepare: Prepare = (error, sites) => {
    const lines = sites.map((site) => {
      const { file, line, column } = positionOf(site);
      return `    at ${site.getFunctionName() ?? "<anonymous>"} (${file}:${line}:${column})`;
    });
    return [`${error.name}: ${error.message}`, ...lines].join("\n");
  };
  const former = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  Error.prepareStackTrace = prepare;

  const { stackTrace } = sdkResource;
  sdkResource.stackTrace = () => {
    for (const limit of FRAME_LIMITS) {
      const site = callSites(limit, prepare)
        .slice(SDK_FRAMES)
        .find((one) => isOwn(one.getFileName() ?? ""));
      if (!site) continue;
      const { file, line, column } = positionOf(site);
      return [{ uri: file, line, column }];
    }
    return [];
  };

  return () => {
    sdkResource.stackTrace = stackTrace;
    if (former) Object.defineProperty(Error, "prepareStackTrace", former);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
  };
}

/** The stack as V8 has it, its own frame first; `prepare` is how stacks are formatted again afterwards. */
function callSites(limit: number, prepare: Prepare): NodeJS.CallSite[] {
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = (_, sites) => sites;
    return new Error().stack as unknown as NodeJS.CallSite[];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepare;
  }
}
