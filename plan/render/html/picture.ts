import type { Architecture } from "../architecture/model";
import { type Html, markup } from "./escape";
import { layOut, type Layout, LINE, PADDING } from "./layout";

/** How a resource's actor is shown: where it leads to, and what becomes of it. */
export interface ActorLink {
  href: string;
  operation?: string;
}

/** The architecture as SVG, with a link from each actor to its resource. */
export async function pictureSvg(
  architecture: Architecture,
  title: string,
  linkOf: (urn: string) => ActorLink | undefined,
): Promise<Html> {
  const { width, height, areas, actors, connections } = await layOut(architecture);
  return markup`<svg
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="group"
    aria-label="${title}"
  >
    <defs>
      <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
        <path class="tip" d="M0 0L8 4L0 8z" />
      </marker>
    </defs>
    ${areas.map(
      ({ area, depth, ...box }) =>
        markup`<g class="area depth${depth}"
          >${rectangle(box, 8)}<text x="${box.x + PADDING}" y="${box.y + 22}">${area.title}</text></g
        > `,
    )}${connections.map(connectionSvg)}${actors.map((placed) => actorSvg(placed, placed.actor.urn === undefined ? undefined : linkOf(placed.actor.urn)))}
  </svg>`;
}

function rectangle(
  { x, y, width, height }: Layout["actors"][number] | Omit<Layout["areas"][number], "area" | "depth">,
  radius: number,
): Html {
  return markup`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" />`;
}

function actorSvg(placed: Layout["actors"][number], link: ActorLink | undefined): Html {
  const { actor, x, y } = placed;
  const lines = [actor.title, ...actor.notes].map(
    (line, index) =>
      markup`<text class="${index === 0 ? "title" : "note"}" x="${x + PADDING}" y="${y + PADDING + 12 + index * LINE}"
        >${line}</text
      >`,
  );
  const shape = markup`<g class="actor ${actor.kind} ${link?.operation}">${rectangle(placed, 6)}${lines}</g>`;
  return link ? markup`<a href="${link.href}">${shape}</a> ` : markup`${shape} `;
}

function connectionSvg({ connection, points, label }: Layout["connections"][number]): Html {
  const path = points.map(([x, y]) => `${x} ${y}`).join("L");
  const text = label
    ? markup`<text class="port" x="${label.x}" y="${label.y + 12}">${connection.label}</text>`
    : undefined;
  return markup`<path class="connection" marker-end="url(#tip)" d="M${path}" />${text} `;
}
