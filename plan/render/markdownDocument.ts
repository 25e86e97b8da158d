import { count } from "./count";
import { wellFormed } from "./wellFormed";

/** Longest body of a comment that GitHub takes, in characters; kept in bytes, of which there are not fewer. */
export const GITHUB_LIMIT = 65_536;

/** Kept free for the last lines. */
const RESERVE = 400;

/** Longest line, in characters. */
const MAX_LINE = 400;

/** A line of text as inline code of Markdown or HTML, in which nothing is markup, a mention or a link. */
export function inline(text: string): string {
  const safe = [...printable(text)]
    .map((char) => (/[\p{L}\p{N} ,.()/-]/u.test(char) ? char : `&#${char.codePointAt(0)};`))
    .join("");
  return `<code>${safe}</code>`;
}

export interface Fence {
  open: string;
  lines: string[];
  close: string;
}

/** Lines as a block of code, in a fence that none of them can close. */
export function fenced(language: string, lines: string[]): Fence {
  const safe = lines.map(printable);
  const longest = safe
    .flatMap((line) => line.match(/`+/g) ?? [])
    .reduce((length, run) => Math.max(length, run.length), 2);
  const close = "`".repeat(longest + 1);
  return { open: `${close}${language}`, lines: safe, close };
}

/** One line without control characters, not longer than is read. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  const line = wellFormed(text).replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
  return line.length > MAX_LINE ? `${wellFormed(line.slice(0, MAX_LINE))}… (${line.length} characters)` : line;
}

/** A document that leaves out what does not fit, and says how much that is. */
export class MarkdownDocument {
  readonly #lines: string[] = [];
  #left = GITHUB_LIMIT - RESERVE;
  /** What blocks may take until the next share begins. */
  #share = this.#left;
  #leftOut = 0;

  /** Lines that are short by nature. */
  text(lines: string[]): void {
    for (const line of lines) this.#add(line);
  }

  table(head: string[], rows: string[][]): void {
    const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
    this.text([row(head), row(head.map(() => "---"))]);
    this.#addFitting(rows.map(row), this.#left / 2);
    this.text([""]);
  }

  /** Begins the part of one of `parts` that share what is left. */
  share(parts: number): void {
    this.#share = Math.floor(this.#left / parts);
  }

  /** A block of code with lines before and after it; as many of its lines as fit, or nothing. */
  block(before: string, { open, lines, close }: Fence, after: string): void {
    const frame = [before, "", open, close, after, ""];
    const room = Math.min(this.#share, this.#left) - frame.reduce((sum, line) => sum + size(line), 0);
    const [first] = lines;
    if (first === undefined || size(first) > room) {
      this.#leftOut += lines.length;
      return;
    }
    const start = this.#left;
    this.text([before, "", open]);
    this.#addFitting(lines, room);
    this.text([close, after, ""]);
    this.#share -= start - this.#left;
  }

  /** The whole document, with what was left out in its last lines. */
  end(label: string): string {
    const leftOut = `**${count(this.#leftOut, "line")} left out**, so that GitHub takes the comment: the whole plan is what \`npm run plan\` prints.`;
    return `${[...this.#lines, ...(this.#leftOut > 0 ? [leftOut, ""] : []), `_${label}_`].join("\n")}\n`;
  }

  #addFitting(lines: string[], room: number): void {
    let used = 0;
    const end = lines.findIndex((line) => (used += size(line)) > room);
    const shown = end < 0 ? lines.length : end;
    for (const line of lines.slice(0, shown)) this.#add(line);
    this.#leftOut += lines.length - shown;
  }

  #add(line: string): void {
    this.#lines.push(line);
    this.#left -= size(line);
  }
}

/** Bytes of a line with its end. */
function size(line: string): number {
  return Buffer.byteLength(line) + 1;
}
