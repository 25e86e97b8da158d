import { mustBe, notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, UNKNOWN } from "../../values";
import { TASK_DEFINITION } from "./containers";

export const ecsEfsEncryptedTransit: ResourceRule = {
  name: "ecs-efs-encrypted-transit",
  description: "Tasks mount EFS file systems over TLS, and as their own role.",
  why: "NFS itself neither encrypts nor asks who somebody is: whoever reaches the mount target reads along, and mounts too.",
  fix: 'Set `efsVolumeConfiguration: { transitEncryption: "ENABLED", authorizationConfig: { accessPointId, iam: "ENABLED" } }`.',
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown switch could be off. Ids of file systems and access points may be unknown.",
  topics: ["ecs", "encryption"],
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-best-practices.html",
  types: new Set([TASK_DEFINITION]),
  check({ props }): Finding[] {
    return itemsAt(props, "volumes").flatMap((volume, index): Finding[] => {
      const path = `volumes[${index}].efsVolumeConfiguration`;
      const efs = at(volume, "efsVolumeConfiguration");
      if (efs === undefined) return [];
      if (efs === UNKNOWN) return [notProvable(path, "how a file system would be mounted")];
      return [
        ...mustBe(`${path}.transitEncryption`, at(efs, "transitEncryption"), "ENABLED"),
        ...mustBe(`${path}.authorizationConfig.iam`, at(efs, "authorizationConfig", "iam"), "ENABLED"),
      ];
    });
  },
};
