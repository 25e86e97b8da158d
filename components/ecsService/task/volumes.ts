import type { ecs } from "@pulumi/aws/types/input";
import type { VolumeArgs } from "../args";

/** A volume of the task definition: empty, or a file system's access point, mounted over TLS by the task role. */
export function taskVolume({ name, accessPoint }: VolumeArgs): ecs.TaskDefinitionVolume {
  if (!accessPoint) return { name };
  return {
    name,
    efsVolumeConfiguration: {
      fileSystemId: accessPoint.fileSystemId,
      transitEncryption: "ENABLED",
      authorizationConfig: { accessPointId: accessPoint.id, iam: "ENABLED" },
    },
  };
}
