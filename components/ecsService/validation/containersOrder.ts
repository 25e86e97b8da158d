import type { Problems } from "../../shared/problems";
import type { ContainerArgs } from "../containerArgs";

/** The order in which containers start: each waits for what is there and can come so far, and none waits for itself. */
export function validateOrder(containers: ContainerArgs[], problems: Problems): void {
  for (const [i, container] of containers.entries()) {
    for (const [name, condition] of Object.entries(container.dependsOn ?? {})) {
      const path = `containers[${i}].dependsOn.${name}`;
      const awaited = containers.find((other) => other.name === name);
      const reason = awaited ? reasonAgainst(container, awaited, condition) : missing(name, container, containers);
      if (reason) problems.add(path, reason);
    }
  }
  for (const { from, circle } of findCircles(containers)) {
    problems.add(
      `containers[${from}].dependsOn`,
      `containers wait for each other in a circle: ${circle.join(" -> ")}; take one dependency out`,
    );
  }
}

type Condition = NonNullable<ContainerArgs["dependsOn"]>[string];

function reasonAgainst(waiting: ContainerArgs, awaited: ContainerArgs, condition: Condition): string | undefined {
  const { name, essential = true, healthCheck } = awaited;
  if (awaited.name === waiting.name) return "is the container itself; remove it";
  if (condition === "HEALTHY" && !healthCheck) {
    return `HEALTHY needs a health check, and container "${name}" has none; give it one, or wait for START`;
  }
  if ((condition === "COMPLETE" || condition === "SUCCESS") && essential) {
    return `${condition} never comes while the task runs: container "${name}" is essential; set its essential to false, or wait for START`;
  }
  return undefined;
}

function missing(name: string, waiting: ContainerArgs, containers: ContainerArgs[]): string {
  const others = containers.filter((other) => other.name !== waiting.name).map((other) => other.name);
  return `there is no container "${name}"; there ${others.length > 0 ? `are ${others.join(", ")}` : "is no other"}`;
}

/** A circle of containers, and the place of the one that closes it. */
interface Circle {
  from: number;
  circle: string[];
}

/** The circles of two and more; each container is followed once, so that one circle is reported once. */
export function findCircles(containers: Pick<ContainerArgs, "name" | "dependsOn">[]): Circle[] {
  const circles: Circle[] = [];
  const done = new Set<string>();
  const visit = (name: string, way: string[]): void => {
    const index = containers.findIndex((container) => container.name === name);
    if (index < 0 || done.has(name)) return;
    for (const next of Object.keys(containers[index]!.dependsOn ?? {})) {
      const here = [...way, name];
      if (next === name) continue;
      if (here.includes(next)) circles.push({ from: index, circle: [...here.slice(here.indexOf(next)), next] });
      else visit(next, here);
    }
    done.add(name);
  };
  for (const { name } of containers) visit(name, []);
  return circles;
}
