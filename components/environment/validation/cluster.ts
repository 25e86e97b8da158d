import type { Context } from "../../shared/context";
import { AMI_ID, INSTANCE_TYPE, isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { ClusterArgs } from "../args";

/** The cluster: sizes in order, formats of type and image. */
export function validateCluster({ instances }: ClusterArgs, context: Context, problems: Problems): void {
  if (!instances) return;
  const { instanceType, minSize, maxSize, rootVolumeGiB = 50, targetCapacityPercent = 100, amiId } = instances;
  const at = (property: string): string => `cluster.instances.${property}`;
  problems.require(
    INSTANCE_TYPE.test(instanceType),
    at("instanceType"),
    `"${instanceType}" is not an instance type such as t3.medium`,
  );
  problems.require(
    isBetween(minSize, 0, 5000),
    at("minSize"),
    `${minSize} is not a number of instances; allowed is 0–5000`,
  );
  problems.require(
    isBetween(maxSize, 1, 5000),
    at("maxSize"),
    `${maxSize} is not a number of instances; allowed is 1–5000`,
  );
  problems.require(minSize <= maxSize, at("maxSize"), `${maxSize} is less than minSize (${minSize})`);
  if (context.stage === "production" && minSize < 2) {
    problems.add(at("minSize"), `is ${minSize}; production needs 2 or more`);
  }
  problems.require(
    isBetween(rootVolumeGiB, 30, 16384),
    at("rootVolumeGiB"),
    `${rootVolumeGiB} is out of range; allowed is 30–16384 GiB`,
  );
  problems.require(
    isBetween(targetCapacityPercent, 1, 100),
    at("targetCapacityPercent"),
    `${targetCapacityPercent} is out of range; allowed is 1–100`,
  );
  problems.require(
    amiId === undefined || AMI_ID.test(amiId),
    at("amiId"),
    `"${amiId}" is not an AMI id such as ami-0123456789abcdef0`,
  );
}
