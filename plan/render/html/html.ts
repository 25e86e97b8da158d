import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { diffSummary } from "../diffSections";
import { LABEL, type Rendered } from "../renderer";
import { markup, trusted } from "./escape";
import { stackSection } from "./stack";

/** One page that needs nothing else: pictures, resources with all details, policies, and what differs from the base. */
export async function renderHtml(shown: Rendered): Promise<string> {
  const { plans, diff } = shown;
  const style = readFileSync(path.join(__dirname, "style.css"), "utf8");
  const script = readFileSync(path.join(__dirname, "page.js"), "utf8");
  // Nothing is loaded from anywhere, and no other script or style can run, whatever a name in the plan is.
  const policy = `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(script)}'; base-uri 'none'; form-action 'none'`;
  const sections = [];
  for (const [index, plan] of plans.entries()) {
    sections.push(await stackSection(plan, shown, `s${index}`));
  }
  const title = `Offline plan of ${plans.map(({ name }) => name).join(", ")}`;
  const removed = diff?.stacks.filter(({ base }) => base === "removed") ?? [];
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#search">Skip to the search</a>
        <header>
          <h1>${title}</h1>
          <p class="faint">
            ${LABEL}${diff && markup`; compared with <code>${diff.base}</code> (${diff.commit.slice(0, 10)})`}
          </p>
          <nav aria-label="Stacks">
            <ul>
              ${plans.map(({ name }, index) => markup`<li><a href="#s${index}">${name}</a></li>`)}${removed.map(
                (stack) => markup`<li>${stack.name}: ${diffSummary(stack)}</li>`,
              )}
            </ul>
          </nav>
        </header>
        <div class="search">
          <input
            id="search"
            type="search"
            placeholder="Search resources: type, name, value (press /)"
            aria-label="Search resources"
          /><span id="found" role="status"></span>
        </div>
        <main>${sections}</main>
        ${trusted(`<script>${script}</script>`)}
      </body>
    </html>
`.text;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
