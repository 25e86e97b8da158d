import type { Problems } from "../../shared/problems";
import type { TaskSize } from "./size";

/** Memory in MiB for an amount of CPU. */
interface Memory {
  sizes: number[];
  /** The sizes in words. */
  allowed: string;
}

/**
 * Fargate's sizes: CPU units, and the memory that goes with them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 */
const SIZES: ReadonlyMap<number, Memory> = new Map([
  [256, { sizes: [512, 1024, 2048], allowed: "512, 1024 and 2048" }],
  [512, steps(1, 4, 1)],
  [1024, steps(2, 8, 1)],
  [2048, steps(4, 16, 1)],
  [4096, steps(8, 30, 1)],
  [8192, steps(16, 60, 4)],
  [16384, steps(32, 120, 8)],
]);

function steps(fromGiB: number, toGiB: number, stepGiB: number): Memory {
  const [from, to, step] = [fromGiB * 1024, toGiB * 1024, stepGiB * 1024];
  const sizes = Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
  return { sizes, allowed: `${from} to ${to} in steps of ${step}` };
}

/** Fargate takes certain pairs of CPU and memory only. */
export function validateFargateSize({ cpu, memoryMiB }: TaskSize, problems: Problems): void {
  const memory = SIZES.get(cpu);
  if (!memory) {
    problems.add("cpu", `${cpu} is not a size of Fargate; allowed are ${[...SIZES.keys()].join(", ")}`);
    return;
  }
  if (memory.sizes.includes(memoryMiB)) return;
  const next = memory.sizes.find((size) => size > memoryMiB);
  const suggestion = next === undefined ? "more memory needs more cpu" : `the next is ${next}`;
  problems.add(
    "memoryMiB",
    `${memoryMiB} does not go with cpu ${cpu} on Fargate; allowed are ${memory.allowed}: ${suggestion}`,
  );
}
