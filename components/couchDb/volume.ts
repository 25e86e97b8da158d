import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../shared/scope";
import type { VolumeArgs } from "./args";

/** Name of the device in requests to EC2. Nothing relies on it: on the instance the volume is found by its id. */
const DEVICE = "/dev/sdf";

/** GiB of a volume whose size nobody gave. */
export const DEFAULT_SIZE_GIB = 50;

/** Whether even a teardown on purpose leaves a way back, a last snapshot. */
export function leavesSnapshot({ context }: Scope): boolean {
  return context.stage !== "development";
}

/**
 * The volume with the data: its own resource, so that it outlives every instance; protected and kept outside development,
 * and never made smaller.
 */
export function createDataVolume(
  scope: Scope,
  { sizeGiB, iops = 3000, throughputMiBps = 125 }: VolumeArgs,
  availabilityZone: pulumi.Input<string>,
  key: aws.kms.Key | undefined,
): aws.ebs.Volume {
  const part = "data";
  return new aws.ebs.Volume(
    scope.id(part),
    {
      availabilityZone,
      type: "gp3",
      size: sizeGiB,
      iops,
      throughput: throughputMiBps,
      encrypted: true,
      ...(key && { kmsKeyId: key.arn }),
      finalSnapshot: leavesSnapshot(scope),
      ...scope.common(part),
    },
    { ...scope.stateful, hooks: { beforeUpdate: [neverShrink(scope.id(part))] } },
  );
}

/**
 * Attaches the volume to the instance of the moment. The instance is stopped first, so that CouchDB closes its files and
 * the file system is unmounted; one volume cannot be at two instances, so the old attachment goes before the new one comes.
 * The next instance boots meanwhile, and waits for the volume.
 */
export function attachDataVolume(
  scope: Scope,
  volume: aws.ebs.Volume,
  instance: aws.ec2.Instance,
): aws.ec2.VolumeAttachment {
  return new aws.ec2.VolumeAttachment(
    scope.id("data"),
    {
      volumeId: volume.id,
      instanceId: instance.id,
      deviceName: DEVICE,
      stopInstanceBeforeDetaching: true,
      region: scope.region,
    },
    { ...scope.child, deleteBeforeReplace: true },
  );
}

/** AWS refuses to shrink a volume in the middle of an update: this says so at preview, with the way out. */
function neverShrink(volume: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${volume}-never-shrink`,
    ({ oldInputs, newInputs }) => {
      const problem = shrinkProblem(
        volume,
        (oldInputs as { size?: number }).size,
        (newInputs as { size?: number }).size,
      );
      if (problem) throw new Error(problem);
    },
    { onDryRun: true },
  );
}

/** What is wrong with a change of a volume's size, if anything. */
export function shrinkProblem(volume: string, before?: number, after?: number): string | undefined {
  if (before === undefined || after === undefined || after >= before) return undefined;
  return (
    `${volume}: a volume of ${before} GiB cannot shrink to ${after} GiB; ` +
    `leave volume.sizeGiB at ${before} or more, or build a second database and restore a backup into it`
  );
}
