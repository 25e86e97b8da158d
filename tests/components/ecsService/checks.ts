import { validateTask } from "../../../components/ecsService/validation/task";
import type { CheckedServiceArgs } from "../../../components/ecsService/validation";
import type { ContainerArgs } from "../../../components/ecsService/containerArgs";
import { hostOf, type Host } from "../../../components/environment/host";
import { Problems } from "../../../components/shared/problems";
import { contextOf } from "../environments";
import { containerOf, taskArgs } from "./tasks";

/** An environment with Fargate alone. */
export const FARGATE: Host = hostOf({ context: contextOf() });

/** What a user reads about a task with these arguments. */
export function problemsOf(changes: Partial<CheckedServiceArgs> = {}, host: Host = FARGATE): string[] {
  const problems = new Problems();
  validateTask(taskArgs(changes), host, problems);
  return problems.all.map(({ path, reason }) => `${path}: ${reason}`);
}

/** What a user reads about a task of one such container, or of several. */
export function problemsOfContainers(...containers: Partial<ContainerArgs>[]): string[] {
  return problemsOf({
    containers: containers.map((changes, i) => containerOf({ name: `c${i}`, ports: [], ...changes })),
  });
}
