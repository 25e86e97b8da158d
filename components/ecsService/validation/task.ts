import type { Host } from "../../environment/host";
import { NAME } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import { validateContainers } from "./containers";
import type { CheckedServiceArgs } from "./index";
import { validateSize } from "./size";
import { validatePermissions } from "./taskPermissions";

/** Longest name of a role, and the longest part that a service's name gets there. */
const MAX_ROLE_LENGTH = 64;
const LONGEST_ROLE = "-deployment";

/** The task of a service: names, containers, volumes, size, permissions, and whether its capacity can hold it. */
export function validateTask(args: CheckedServiceArgs, host: Host, problems: Problems): void {
  const { containers, volumes = [], permissions = [] } = args;
  validateName(args, problems);
  validateSource(args, problems);
  if (containers) validateContainers(containers, volumes, host.stage, problems);
  validateSize(args, host, problems);
  validatePermissions(permissions, problems);
}

function validateName({ context, name }: CheckedServiceArgs, problems: Problems): void {
  problems.require(
    NAME.test(name),
    "name",
    `"${name}" is not a name; lower-case letters, digits and single dashes, a letter first`,
  );
  const role = `${context.prefix}-${name}${LONGEST_ROLE}`;
  problems.require(
    role.length <= MAX_ROLE_LENGTH,
    "name",
    `makes the role name "${role}" of ${role.length} characters; at most ${MAX_ROLE_LENGTH}: shorten it by ${role.length - MAX_ROLE_LENGTH}`,
  );
}

function validateSource({ source }: CheckedServiceArgs, problems: Problems): void {
  for (const key of ["repository", "branch"] as const) {
    const value = source?.[key];
    problems.require(
      value === undefined || /[A-Za-z0-9]/.test(value),
      `source.${key}`,
      `"${value}" has no letter or digit; name the ${key}`,
    );
  }
}
