import type { Problems } from "../../shared/problems";
import type { CheckedServiceArgs } from "./index";

/** A port that others reach: one of the containers'. */
export function validatePort(
  { containers }: Pick<CheckedServiceArgs, "containers">,
  port: number,
  path: string,
  problems: Problems,
): void {
  if (!containers) return;
  const ports = containers.flatMap((container) => container.ports ?? []);
  const known = ports.length > 0 ? `allowed is ${ports.join(", ")}` : "no container has any; give it to one";
  problems.require(ports.includes(port), path, `${port} is no container's port; ${known}`);
}
