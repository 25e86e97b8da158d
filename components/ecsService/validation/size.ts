import type { Host } from "../../environment/host";
import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import { capacityOf, runsOnInstances } from "../capacity";
import type { ContainerArgs } from "../containerArgs";
import type { CheckedServiceArgs } from "./index";
import { validateFargateSize } from "./sizeFargate";
import { validateInstanceSize } from "./sizeInstances";

/** The least memory that Docker gives a container. */
const MIN_MEMORY_MIB = 6;

/** CPU and memory of a task. */
export interface TaskSize {
  cpu: number;
  memoryMiB: number;
}

/** CPU and memory: the containers fit into the task, and the task into what its capacity has. */
export function validateSize(args: CheckedServiceArgs, host: Host, problems: Problems): void {
  const { cpu, memoryMiB, containers = [] } = args;
  for (const [i, container] of containers.entries()) validateMemory(container, `containers[${i}]`, problems);
  if (cpu === undefined || memoryMiB === undefined) return;
  const size = { cpu, memoryMiB };
  validateShares(containers, size, problems);
  if (!runsOnInstances(capacityOf(args, host))) {
    validateFargateSize(size, problems);
  } else {
    validateInstanceSize(args, size, host, problems);
  }
}

function validateMemory({ memoryMiB, memoryReservationMiB }: ContainerArgs, at: string, problems: Problems): void {
  for (const [key, value] of Object.entries({ memoryMiB, memoryReservationMiB })) {
    problems.require(
      value === undefined || isBetween(value, MIN_MEMORY_MIB, Infinity),
      `${at}.${key}`,
      `${value} is not a size; allowed are whole MiB from ${MIN_MEMORY_MIB} on`,
    );
  }
  problems.require(
    memoryMiB === undefined || memoryReservationMiB === undefined || memoryReservationMiB < memoryMiB,
    `${at}.memoryReservationMiB`,
    `${memoryReservationMiB} is not less than memoryMiB (${memoryMiB}), at which the container is ended`,
  );
}

/** What containers keep for themselves, alone and together, is there. */
function validateShares(containers: ContainerArgs[], task: TaskSize, problems: Problems): void {
  for (const [i, container] of containers.entries()) {
    for (const key of ["cpu", "memoryMiB", "memoryReservationMiB"] as const) {
      const value = container[key];
      const whole = key === "cpu" ? "cpu" : "memoryMiB";
      problems.require(
        value === undefined || value <= task[whole],
        `containers[${i}].${key}`,
        `${value} is more than the task has (${whole} ${task[whole]})`,
      );
    }
    problems.require(
      container.cpu === undefined || isBetween(container.cpu, 1, Infinity),
      `containers[${i}].cpu`,
      `${container.cpu} is not a number of CPU units; allowed are whole numbers from 1 on`,
    );
  }
  if (containers.length < 2) return;
  const cpu = sum(containers.map((container) => container.cpu));
  problems.require(
    cpu <= task.cpu,
    "containers",
    `keep ${cpu} CPU units for themselves, more than the task has (cpu ${task.cpu})`,
  );
  const memory = sum(containers.map((container) => container.memoryReservationMiB ?? container.memoryMiB));
  problems.require(
    memory <= task.memoryMiB,
    "containers",
    `keep ${memory} MiB for themselves, more than the task has (memoryMiB ${task.memoryMiB})`,
  );
}

function sum(values: (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
