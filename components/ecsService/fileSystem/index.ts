import * as pulumi from "@pulumi/pulumi";
import { refuseInvalid } from "../../shared/problems";
import { Scope } from "../../shared/scope";
import type { GroupId } from "../../shared/securityGroups";
import { createAccessPoint } from "./accessPoints";
import type { FileSystemArgs } from "./args";
import { adoptStorage, createStorage } from "./storage";
import { validateFileSystem } from "./validation";

/** A way into a file system, for the volumes of services. Its outputs are known once tasks can mount it. */
export interface AccessPoint {
  fileSystem: FileSystem;
  id: pulumi.Output<string>;
  arn: pulumi.Output<string>;
  fileSystemId: pulumi.Output<string>;
  fileSystemArn: pulumi.Output<string>;
}

/**
 * A file system (Amazon EFS) that tasks of several services mount, each through an access point that fixes its directory and
 * its user. It is encrypted, and its policy refuses whoever comes without TLS, without IAM, as root or past the access points.
 *
 * Bills: storage, reads and writes per GB, backups per GB.
 */
export class FileSystem extends pulumi.ComponentResource {
  /** Name of the file system in its environment. */
  readonly name: string;
  readonly id: pulumi.Output<string>;
  /** The group of its mount targets: it admits the services that mount, on NFS's port. */
  readonly securityGroup: GroupId;
  readonly #accessPoints: ReadonlyMap<string, AccessPoint>;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before any resource exists */
  constructor(name: string, args: FileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
    refuseInvalid(name, validateFileSystem(args));
    super("slipway:index:FileSystem", name, {}, opts);
    const { context, environment, existing, accessPoints, backup = true } = args;
    const scope = new Scope(name, context, this);

    const storage = existing ? adoptStorage(existing) : createStorage(scope, environment.network, backup);
    this.name = args.name;
    this.id = storage.id;
    this.securityGroup = storage.securityGroup;
    this.#accessPoints = new Map(
      accessPoints.map((point) => {
        const { id, arn, fileSystemArn } = createAccessPoint(scope, point, storage.id);
        return [point.name, { fileSystem: this, id, arn, fileSystemId: storage.mountableId, fileSystemArn }];
      }),
    );
    this.registerOutputs(this.outputs());
  }

  /**
   * The access point with this name, for a volume.
   *
   * @throws Error if the file system has none
   */
  accessPoint(name: string): AccessPoint {
    const found = this.#accessPoints.get(name);
    if (found) return found;
    const names = [...this.#accessPoints.keys()].join(", ");
    throw new Error(`file system "${this.name}" has no access point "${name}"; there are ${names}`);
  }

  /** Plain ids of the file system, for stack outputs. */
  outputs(): Record<string, pulumi.Input<unknown>> {
    return {
      fileSystemId: this.id,
      accessPointIds: Object.fromEntries([...this.#accessPoints].map(([name, { id }]) => [name, id])),
    };
  }
}
