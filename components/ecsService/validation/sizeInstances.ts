import { architectureOf } from "../../environment/instanceImage";
import type { Host } from "../../environment/host";
import { isBetween } from "../../shared/formats";
import { sizeOfInstance, type InstanceSize } from "../../shared/instanceTypes";
import type { Problems } from "../../shared/problems";
import type { CheckedServiceArgs } from "./index";
import type { TaskSize } from "./size";

/** The least and the most CPU of a task on instances. */
const CPU_RANGE = [128, 196608] as const;

/** A task that container instances can hold, as many times as it is wanted. Types that nothing is known of are not judged. */
export function validateInstanceSize(args: CheckedServiceArgs, task: TaskSize, host: Host, problems: Problems): void {
  const [low, high] = CPU_RANGE;
  problems.require(isBetween(task.cpu, low, high), "cpu", `${task.cpu} is out of range; allowed is ${low}–${high}`);
  problems.require(
    isBetween(task.memoryMiB, 6, Infinity),
    "memoryMiB",
    `${task.memoryMiB} is not a size; allowed are whole MiB from 6 on`,
  );
  const { instanceType, maxInstances } = host;
  if (instanceType === undefined) return;
  validateArchitecture(args, instanceType, problems);
  const instance = sizeOfInstance(instanceType);
  if (!instance) return;
  const fits = validateFit(task, instance, instanceType, problems);
  if (fits && maxInstances !== undefined) validateNumber(args, tasksOn(instance, task) * maxInstances, host, problems);
}

function validateArchitecture({ architecture }: CheckedServiceArgs, instanceType: string, problems: Problems): void {
  const actual = architectureOf(instanceType);
  problems.require(
    architecture === undefined || architecture === actual,
    "architecture",
    `"${architecture}" does not run on the cluster's ${instanceType}, which is ${actual}; leave it out`,
  );
}

function validateFit(task: TaskSize, instance: InstanceSize, instanceType: string, problems: Problems): boolean {
  const cpu = instance.vcpus * 1024;
  problems.require(
    task.cpu <= cpu,
    "cpu",
    `${task.cpu} is more than the cluster's ${instanceType} has (${cpu}); no instance could take the task`,
  );
  problems.require(
    task.memoryMiB < instance.memoryMiB,
    "memoryMiB",
    `${task.memoryMiB} is not less than the cluster's ${instanceType} has (${instance.memoryMiB}, of which the system and the ECS agent keep a part); no instance could take the task`,
  );
  return task.cpu <= cpu && task.memoryMiB < instance.memoryMiB;
}

/** How many of these tasks an instance takes at most, if nothing else runs there: each needs an interface too. */
function tasksOn({ vcpus, memoryMiB, interfaces = Infinity }: InstanceSize, task: TaskSize): number {
  const bySize = Math.min(Math.floor((vcpus * 1024) / task.cpu), Math.floor((memoryMiB - 1) / task.memoryMiB));
  return Math.min(bySize, interfaces - 1);
}

function validateNumber(
  { desiredCount = 1, scaling }: CheckedServiceArgs,
  room: number,
  { instanceType, maxInstances }: Host,
  problems: Problems,
): void {
  const wanted = scaling?.min ?? desiredCount;
  problems.require(
    wanted <= room,
    scaling ? "scaling.min" : "desiredCount",
    `${wanted} tasks of this size, each with a network interface, do not fit on the ${maxInstances} ${instanceType} that the cluster has at most; ${room} would`,
  );
}
