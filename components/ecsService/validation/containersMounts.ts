import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { VolumeArgs } from "../args";
import type { ContainerArgs } from "../containerArgs";
import { LABEL } from "./containers";

/** What a container sees in its file system: volumes of the task and scratch space, each path once. */
export function validateMounts(
  { mounts = [], scratch = {}, memoryMiB }: ContainerArgs,
  volumes: VolumeArgs[],
  at: string,
  problems: Problems,
): void {
  const known = volumes.map(({ name }) => name);
  const taken = new Set<string>();
  const validatePath = (given: string, path: string): void => {
    const canonical = given.replace(/(.)\/+$/, "$1");
    problems.require(given.startsWith("/"), path, `"${given}" is not an absolute path`);
    problems.require(canonical !== "/", path, `"/" would hide the whole image; give a directory`);
    problems.require(!taken.has(canonical), path, `"${given}" is mounted twice in this container`);
    taken.add(canonical);
  };
  for (const [i, { volume, path }] of mounts.entries()) {
    const where = `${at}.mounts[${i}]`;
    problems.require(
      known.includes(volume),
      `${where}.volume`,
      `there is no volume "${volume}"; there ${known.length > 0 ? `are ${known.join(", ")}` : "is none"}`,
    );
    validatePath(path, `${where}.path`);
  }
  for (const [path, sizeMiB] of Object.entries(scratch)) {
    const where = `${at}.scratch.${path}`;
    validatePath(path, where);
    problems.require(isBetween(sizeMiB, 1, memoryMiB ?? Infinity), where, scratchReason(sizeMiB, memoryMiB));
  }
}

function scratchReason(sizeMiB: number, memoryMiB: number | undefined): string {
  if (memoryMiB !== undefined && sizeMiB > memoryMiB) {
    return `${sizeMiB} MiB are in memory, and the container's memoryMiB is ${memoryMiB}; give less`;
  }
  return `${sizeMiB} is not a size; allowed are whole MiB from 1 on`;
}

/** The task's volumes: names that tell them apart. */
export function validateVolumes(volumes: VolumeArgs[], problems: Problems): void {
  const names = volumes.map(({ name }) => name);
  for (const [i, name] of names.entries()) {
    const path = `volumes[${i}].name`;
    problems.require(
      LABEL.test(name),
      path,
      `"${name}" is not the name of a volume; letters, digits, dashes and underscores`,
    );
    problems.require(names.indexOf(name) === i, path, `"${name}" is taken by another volume`);
  }
}
