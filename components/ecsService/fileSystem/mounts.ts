import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../../shared/scope";
import { allowFromGroup, type GroupId } from "../../shared/securityGroups";
import type { EcsServiceArgs } from "../args";

const NFS = 2049;

/**
 * Lets the tasks of a service reach the file systems of its volumes.
 *
 * @param tasks security group of the service's tasks
 * @returns the rules, without which a task cannot start
 */
export function allowMounts(
  scope: Scope,
  tasks: GroupId,
  { name, volumes = [] }: Pick<EcsServiceArgs, "name" | "volumes">,
): pulumi.Resource[] {
  const fileSystems = new Set(volumes.flatMap(({ accessPoint }) => accessPoint?.fileSystem ?? []));
  return [...fileSystems].flatMap((fileSystem) =>
    allowFromGroup(scope, {
      part: fileSystem.name,
      group: fileSystem.securityGroup,
      from: name,
      source: tasks,
      port: NFS,
    }),
  );
}
