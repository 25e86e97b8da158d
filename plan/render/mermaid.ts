import { readArchitecture } from "./architecture/read";
import { type Architecture, isArea, type Part } from "./architecture/model";
import { count } from "./count";
import { LABEL, type Rendered } from "./renderer";
import { wellFormed } from "./wellFormed";

/** What GitHub draws at most: characters of a diagram, and connections. */
export const MERMAID_LIMIT = 50_000;
export const MERMAID_CONNECTIONS = 500;

/** The architecture of the stacks as a diagram that GitHub draws inside ```` ```mermaid ````. */
export function renderMermaid({ plans }: Rendered): string {
  const lines = ["flowchart TB", `  %% ${LABEL}`];
  let connections = 0;
  let leftOut = 0;
  plans.forEach((plan, index) => {
    const diagram = new StackDiagram(`s${index}`, plan.name, readArchitecture(plan));
    const length = [...lines, ...diagram.lines].reduce((sum, line) => sum + line.length + 1, 0);
    // Room for the line that tells what is left out.
    if (length > MERMAID_LIMIT - 200 || connections + diagram.connections > MERMAID_CONNECTIONS) {
      leftOut++;
    } else {
      lines.push(...diagram.lines);
      connections += diagram.connections;
    }
  });
  if (leftOut > 0) lines.push(`  leftOut["${count(leftOut, "stack")} left out: too much for one diagram"]`);
  return `${lines.join("\n")}\n`;
}

/** The lines of one stack; names of its parts begin with `prefix`. */
class StackDiagram {
  readonly lines: string[];
  readonly connections: number;
  readonly #names = new Map<string, string>();

  constructor(
    readonly prefix: string,
    stack: string,
    { parts, connections }: Architecture,
  ) {
    this.lines = [
      `  subgraph ${prefix}["${escaped(stack)}"]`,
      ...parts.flatMap((part) => this.#partLines(part, "    ")),
      "  end",
      ...connections.map(({ from, to, label }) => {
        const arrow = label === "" ? "-->" : `-->|"${escaped(label)}"|`;
        return `  ${this.#nameOf(from)} ${arrow} ${this.#nameOf(to)}`;
      }),
    ];
    this.connections = connections.length;
  }

  #partLines(part: Part, indent: string): string[] {
    const name = this.#nameOf(part.id);
    if (isArea(part)) {
      const inside = part.parts.flatMap((each) => this.#partLines(each, `${indent}  `));
      return [`${indent}subgraph ${name}["${escaped(part.title)}"]`, ...inside, `${indent}end`];
    }
    return [`${indent}${name}["${[part.title, ...part.notes].map(escaped).join("<br>")}"]`];
  }

  #nameOf(id: string): string {
    const name = this.#names.get(id) ?? `${this.prefix}n${this.#names.size}`;
    this.#names.set(id, name);
    return name;
  }
}

/** Text in which nothing is markup, as Mermaid's own character entities. */
function escaped(text: string): string {
  return [...wellFormed(text)]
    .map((char) => (/[\p{L}\p{N} ,.()/:_–-]/u.test(char) ? char : `#${char.codePointAt(0)};`))
    .join("");
}
