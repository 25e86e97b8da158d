/** Shapes of the picture: each function returns lines of SVG, coordinates are in the picture's units (pixels at 1:1). */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Point = [x: number, y: number];

/** Colours of a node's glyph, by what the node is for. */
const KINDS = {
  network: { ink: "#6d4fc4", tint: "#efeafb" },
  compute: { ink: "#b4540a", tint: "#fdeedd" },
  security: { ink: "#b4304a", tint: "#fce8ec" },
  messages: { ink: "#ad2f7c", tint: "#fbe7f3" },
  storage: { ink: "#2c7a3f", tint: "#e4f4e8" },
  outside: { ink: "#475569", tint: "#e9eef4" },
} as const;

/** Line drawings on a grid of 16 by 16. */
const GLYPHS = {
  globe: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M1.5 8h13M8 1.5c-4 4-4 9 0 13c4-4 4-9 0-13",
  shield: "M8 1.5l5.5 2v4.2c0 3.4-2.3 5.6-5.5 6.8c-3.2-1.2-5.5-3.4-5.5-6.8V3.5zM5.5 8l1.8 1.8l3.2-3.4",
  fork: "M1.5 8h4M5.5 8l5-5h4M5.5 8h9M5.5 8l5 5h4M12.5 1l2 2l-2 2M12.5 6l2 2l-2 2M12.5 11l2 2l-2 2",
  cubes: "M8 1.5l5.6 3.2v6.6L8 14.5l-5.6-3.2V4.7zM2.4 4.7L8 8l5.6-3.3M8 8v6.5",
  gateway: "M2 5.5v8.5h12v-8.5M8 11V2M5 4.8L8 1.8l3 3",
  plug: "M5.5 1.5v4M10.5 1.5v4M3.5 5.5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12.5v2.5",
  megaphone: "M2 6.5v3.5h2.5l7 3.5V3L4.5 6.5zM13.8 6.5v3.3M5 10v3.5h2V11.2",
  bell: "M3 11.5h10c-1.2-1.2-1.5-2.5-1.5-5a3.5 3.5 0 0 0-7 0c0 2.5-.3 3.8-1.5 5M6.5 13.8h3M8 1.3v1.7",
  key: "M5 7.5a3.5 3.5 0 1 0 0 1M8.5 8h6v2.5M12 8v2M5 7.5h3.5",
  bucket: "M2.5 3.5l1.5 10.5h8l1.5-10.5M2.5 3.5a5.5 1.8 0 1 0 11 0a5.5 1.8 0 1 0-11 0",
  cylinder: "M2.5 3.8a5.5 2.3 0 1 0 11 0a5.5 2.3 0 1 0-11 0v8.4a5.5 2.3 0 0 0 11 0V3.8M2.5 8a5.5 2.3 0 0 0 11 0",
  lines: "M3 1.5h10v13H3zM5.5 5h5M5.5 8h5M5.5 11h3",
  pulse: "M1 8.5h3.5l1.7-5l3 9l1.8-4H15",
  lambda: "M4 2h2.5l5.5 12M7.6 5.5L4 14",
} as const;

export type Kind = keyof typeof KINDS;
export type Glyph = keyof typeof GLYPHS;

export interface Node {
  kind: Kind;
  glyph: Glyph;
  title: string;
  /** Lines below the title. */
  notes: string[];
  /** Whether it bears a lock: `pulumi destroy` keeps it. */
  locked?: boolean;
}

const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif";

/** Font sizes by class; `STYLE` and the measures share them. */
const SIZES = { heading: 22, name: 13, title: 13, note: 12, port: 12, tier: 11 } as const;

export type TextClass = keyof typeof SIZES;

export const STYLE = [
  `text { font-family: ${FONT}; fill: #1f2937 }`,
  ...Object.entries(SIZES).map(([name, size]) => `.${name} { font-size: ${size}px }`),
  ".heading, .name, .title, .port { font-weight: 600 }",
  ".note, .tier { fill: #57606a }",
  ".traffic { fill: none; stroke: #334155; stroke-width: 1.6 }",
  ".message { fill: none; stroke: #ad2f7c; stroke-width: 1.4; stroke-dasharray: 5 3 }",
  ".glyph { fill: none; stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round }",
].join(" ");

/** Tips of the arrows. */
export const DEFINITIONS = Object.entries({ traffic: "#334155", message: "#ad2f7c" })
  .map(
    ([id, colour]) =>
      `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="${colour}"/></marker>`,
  )
  .join("");

export function bottomOf({ y, height }: Box): number {
  return y + height;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Width that `content` takes at most in the usual system fonts: an SVG image cannot measure its text. */
export function widthOf(content: string, style: TextClass): number {
  const units = [...content].reduce((sum, char) => sum + (/[ .,:;|ijlt'()/-]/.test(char) ? 0.32 : 0.57), 0);
  return units * SIZES[style];
}

/** `content`, with its end left out when it is wider than `width`. */
export function fit(content: string, style: TextClass, width: number): string {
  if (widthOf(content, style) <= width) return content;
  let kept = content;
  while (kept !== "" && widthOf(`${kept}…`, style) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

/** `words` on as many lines of `width` as they need. */
export function wrap(words: string[], style: TextClass, width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = [...lines.slice(-1), word].join(" ");
    if (lines.length > 0 && widthOf(longer, style) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

export function text(
  x: number,
  y: number,
  style: TextClass,
  content: string,
  { anchor = "start", turned = false }: { anchor?: "start" | "middle" | "end"; turned?: boolean } = {},
): string {
  const anchored = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
  const rotated = turned ? ` transform="rotate(-90 ${x} ${y})"` : "";
  return `<text x="${x}" y="${y}" class="${style}"${anchored}${rotated}>${escape(content)}</text>`;
}

export function rectangle({ x, y, width, height }: Box, radius: number, paint: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" ${paint}/>`;
}

/** Height of a node with `lines` notes below its title. */
export function nodeHeight(lines: number): number {
  return lines === 0 ? 42 : 32 + lines * 16;
}

/** A white box with a glyph, a title and notes. */
export function node(box: Box, { kind, glyph, title, notes, locked = false }: Node): string[] {
  const { ink, tint } = KINDS[kind];
  const left = box.x + 42;
  const width = box.x + box.width - left - 8;
  return [
    rectangle(box, 6, 'fill="#ffffff" stroke="#cfd7e2"'),
    rectangle({ x: box.x + 8, y: box.y + 8, width: 26, height: 26 }, 5, `fill="${tint}"`),
    `<path class="glyph" transform="translate(${box.x + 13} ${box.y + 13})" stroke="${ink}" d="${GLYPHS[glyph]}"/>`,
    text(left, box.y + (notes.length > 0 ? 20 : 26), "title", fit(title, "title", width)),
    ...notes.map((note, index) => text(left, box.y + 36 + index * 16, "note", fit(note, "note", width))),
    ...(locked ? [lock(box.x + 25, box.y + 23)] : []),
  ];
}

/** A closed padlock, 11 by 14. */
export function lock(x: number, y: number): string {
  const outline = "M1 6h9v7H1zM3 6V3.5a2.5 2.5 0 0 1 5 0V6";
  return `<g transform="translate(${x} ${y})"><path d="${outline}" fill="#ffffff" stroke="#ffffff" stroke-width="4"/><path d="${outline}" fill="#fde9b8" stroke="#8a5a00" stroke-width="1.3" stroke-linejoin="round"/></g>`;
}

/** Short texts on rounded grounds, one beside the other, the last of them ending at `right`. */
export function chipsBefore(right: number, y: number, contents: string[]): string[] {
  const [last, ...others] = contents.toReversed();
  if (last === undefined) return [];
  const width = Math.ceil(widthOf(last, "note")) + 14;
  const x = right - width;
  return [
    ...chipsBefore(x - 8, y, others.toReversed()),
    rectangle({ x, y, width, height: 20 }, 10, 'fill="#ffffff" stroke="#cfd7e2"'),
    text(x + width / 2, y + 14, "note", last, { anchor: "middle" }),
  ];
}

/** The border of a region, with its name. */
export function frame(box: Box, name: string): string[] {
  return [
    rectangle(box, 8, 'fill="#ffffff" fill-opacity="0.6" stroke="#7c8aa0" stroke-dasharray="6 4"'),
    text(box.x + 16, box.y + 24, "name", name),
  ];
}

/** A line with an arrow's tip at the last of its points: traffic that is let in, or messages that are sent. */
export function arrow(style: "traffic" | "message", ...points: Point[]): string {
  const path = points.map(([x, y]) => `${x} ${y}`).join("L");
  return `<path class="${style}" marker-end="url(#${style})" d="M${path}"/>`;
}
