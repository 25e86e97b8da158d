import { wellFormed } from "../wellFormed";

/** Text that is HTML; only {@link markup} and {@link trusted} make it. */
export class Html {
  constructor(readonly text: string) {}
}

type Content = Html | string | number | undefined | Content[];

/** HTML in which every value that is not HTML itself is escaped, for text and for attributes in double quotes. */
export function markup(strings: TemplateStringsArray, ...values: Content[]): Html {
  return new Html(strings.map((text, index) => text + textOf(values[index])).join(""));
}

/** Text of our own files that is HTML, a style or a script already. */
export function trusted(text: string): Html {
  return new Html(text);
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function textOf(value: Content): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join("");
  if (value instanceof Html) return value.text;
  return wellFormed(String(value)).replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
