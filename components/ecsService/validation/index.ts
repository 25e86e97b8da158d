import type { Host } from "../../environment/host";
import { Problems, type Problem } from "../../shared/problems";
import type { EcsServiceArgs } from "../args";
import { validateCapacity } from "./capacity";
import { validateDeployment } from "./deployment";
import { validateDiscovery } from "./discovery";
import { validateRoute } from "./route";
import { validateScaling } from "./scaling";
import { validateTask } from "./task";

/** Arguments to check; those that are known to be wrong may be left out. Settings have no components yet. */
export type CheckedServiceArgs = Pick<EcsServiceArgs, "context" | "name"> &
  Partial<Omit<EcsServiceArgs, "environment">>;

/** Everything that is wrong with the arguments of an EcsService in an environment like `host`, relations between them included. */
export function validateService(args: CheckedServiceArgs, host: Host): Problem[] {
  const problems = new Problems();
  validateTask(args, host, problems);
  validateCapacity(args, host, problems);
  validateRoute(args, host, problems);
  validateDiscovery(args, host, problems);
  validateDeployment(args, problems);
  validateScaling(args, host, problems);
  return problems.all;
}
