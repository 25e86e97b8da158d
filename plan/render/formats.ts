import { renderJson } from "./json";
import type { Renderer } from "./renderer";
import { renderTree } from "./tree";

/** The formats of the plan, by the name that `--format` takes. */
export const RENDERERS = { tree: renderTree, json: renderJson } satisfies Record<string, Renderer>;
