import * as aws from "../../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../../shared/scope";
import type { AccessPointArgs } from "./args";

/** A directory of the file system, and who its clients are there: never root. */
export function createAccessPoint(
  scope: Scope,
  { name, path, uid, gid, permissions = "0750" }: AccessPointArgs,
  fileSystemId: pulumi.Output<string>,
): aws.efs.AccessPoint {
  return new aws.efs.AccessPoint(
    scope.id(name),
    {
      fileSystemId,
      posixUser: { uid, gid },
      rootDirectory: { path, creationInfo: { ownerUid: uid, ownerGid: gid, permissions } },
      ...scope.common(name),
    },
    scope.child,
  );
}
