/* eslint-disable @typescript-eslint/no-require-imports */
import type { Renderer } from "./renderer";
import type * as HtmlPage from "./html/html";
import type * as Json from "./json";
import type * as Markdown from "./markdown";
import type * as Mermaid from "./mermaid";
import type * as Tree from "./tree";

/** The formats of the plan, by the name that `--format` takes. Each is loaded only when it is asked for. */
const RENDERERS = {
  tree: () => (require("./tree") as typeof Tree).renderTree,
  json: () => (require("./json") as typeof Json).renderJson,
  markdown: () => (require("./markdown") as typeof Markdown).renderMarkdown,
  mermaid: () => (require("./mermaid") as typeof Mermaid).renderMermaid,
  html: () => (require("./html/html") as typeof HtmlPage).renderHtml,
} satisfies Record<string, () => Renderer>;

export type Format = keyof typeof RENDERERS;

export const FORMATS = Object.keys(RENDERERS) as Format[];

export function rendererOf(format: Format): Renderer {
  return RENDERERS[format]();
}
