import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { VolumeArgs } from "../args";

/** Operations per second that come with every gp3 volume. */
const BASE_IOPS = 3000;

/** The limits of gp3: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
export function validateVolume(
  { sizeGiB, iops = BASE_IOPS, throughputMiBps = 125 }: VolumeArgs,
  problems: Problems,
): void {
  problems.require(
    isBetween(sizeGiB, 1, 16384),
    "volume.sizeGiB",
    `${sizeGiB} is out of range; gp3 allows 1–16384 GiB`,
  );
  const mostIops = Math.min(16000, Math.max(BASE_IOPS, 500 * sizeGiB));
  problems.require(
    isBetween(iops, BASE_IOPS, mostIops),
    "volume.iops",
    `${iops} is out of range; gp3 allows ${BASE_IOPS}–${mostIops} with ${sizeGiB} GiB (500 for each GiB, at most 16000)`,
  );
  const mostThroughput = Math.min(1000, Math.floor(iops / 4));
  problems.require(
    isBetween(throughputMiBps, 125, mostThroughput),
    "volume.throughputMiBps",
    `${throughputMiBps} is out of range; gp3 allows 125–${mostThroughput} with ${iops} operations per second (a quarter of them, at most 1000)`,
  );
}
