import { type Figures, figuresOf, measure, type Sample } from "./measure";

/** A Node.js command to measure. */
export interface Case {
  name: string;
  /** Arguments of `node`. */
  args: string[];
  /** The most that the median run may take, in milliseconds, and the largest process of any run, in megabytes. */
  budget?: { wall?: number; memory?: number };
}

export interface Result extends Pick<Case, "name" | "budget"> {
  /** Milliseconds. */
  wall: Figures;
  /** Peak of the largest process in any run, in megabytes. */
  memory: number;
  /** Median wall time as a multiple of the yardstick's: absolute times depend on the machine, ratios hardly. */
  ratio: number;
}

/** What every command on the SDK pays: Node loads it, as it is published. */
const YARDSTICK = ["-e", 'require("@pulumi/pulumi")'];

/** Measures cases in turn, round by round, so that a machine that slows down slows all of them; the first round is not counted. */
export async function runCases(cases: Case[], runs: number, root: string): Promise<Result[]> {
  const commands = [YARDSTICK, ...cases.map(({ args }) => args)];
  const samples: Sample[][] = commands.map(() => []);
  for (let round = 0; round <= runs; round++) {
    for (const [index, args] of commands.entries()) {
      const sample = await measure(process.execPath, args, root);
      if (round > 0) samples[index]?.push(sample);
    }
  }
  const [yardstick = 1, ...walls] = samples.map((list) => figuresOf(list.map(({ wall }) => wall)).median);
  return cases.map(({ name, budget }, index) => {
    const own = samples[index + 1] ?? [];
    const memory = Math.max(...own.map((sample) => sample.memory));
    return {
      name,
      budget,
      wall: figuresOf(own.map(({ wall }) => wall)),
      memory,
      ratio: (walls[index] ?? 0) / yardstick,
    };
  });
}

export function withinBudget({ wall, memory, budget = {} }: Result): boolean {
  return wall.median <= (budget.wall ?? Infinity) && memory <= (budget.memory ?? Infinity);
}

/** What a benchmark has found. */
export interface Report {
  /** Markdown. */
  text: string;
  withinBudget: boolean;
}

export function reportOf(results: Result[]): Report {
  return { text: `${table(results)}\n`, withinBudget: results.every(withinBudget) };
}

/** A Markdown table of results. */
function table(results: Result[]): string {
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
  const rows = results.map((result) => [
    result.name,
    [result.wall.min, result.wall.median, result.wall.max].map(seconds).join(" / "),
    result.budget?.wall === undefined ? "" : seconds(result.budget.wall),
    result.memory.toFixed(0),
    String(result.budget?.memory ?? ""),
    result.ratio.toFixed(1),
    result.budget ? (withinBudget(result) ? "within" : "OVER") : "",
  ]);
  const head = [
    "case",
    "wall min / median / max (s)",
    "budget (s)",
    "largest process (MB)",
    "budget (MB)",
    "times loading the SDK",
    "result",
  ];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
