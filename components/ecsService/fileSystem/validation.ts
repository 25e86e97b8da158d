import { isBetween, NAME } from "../../shared/formats";
import { Problems, type Problem } from "../../shared/problems";
import type { AccessPointArgs, ExistingFileSystemArgs, FileSystemArgs } from "./args";

const MAX_ID = 4294967295;
const MAX_DEPTH = 4;

/** Everything that is wrong with the arguments of a FileSystem, but for its environment: settings have none yet. */
export function validateFileSystem({ name, accessPoints, existing }: Omit<FileSystemArgs, "environment">): Problem[] {
  const problems = new Problems();
  problems.require(
    NAME.test(name),
    "name",
    `"${name}" is not a name; lower-case letters, digits and single dashes, a letter first`,
  );
  problems.require(
    accessPoints.length > 0,
    "accessPoints",
    "is empty; containers mount access points, give at least one",
  );
  const names = accessPoints.map((point) => point.name);
  for (const [i, point] of accessPoints.entries()) {
    validateAccessPoint(point, `accessPoints[${i}]`, problems);
    problems.require(
      names.indexOf(point.name) === i,
      `accessPoints[${i}].name`,
      `"${point.name}" is taken by another access point`,
    );
  }
  if (existing) validateExisting(existing, problems);
  return problems.all;
}

function validateAccessPoint(point: AccessPointArgs, at: string, problems: Problems): void {
  const { name, path, uid, gid, permissions = "0750" } = point;
  problems.require(
    NAME.test(name),
    `${at}.name`,
    `"${name}" is not a name; lower-case letters, digits and single dashes, a letter first`,
  );
  problems.require(
    /^(\/(?!\.)[^$#<>;`|&?{}^*/\s]+)+$/.test(path) && path.length <= 100,
    `${at}.path`,
    `"${path}" is not the path of a directory, such as /charts, of at most 100 characters`,
  );
  const depth = path.split("/").length - 1;
  problems.require(depth <= MAX_DEPTH, `${at}.path`, `"${path}" is ${depth} directories deep; at most ${MAX_DEPTH}`);
  for (const [key, id] of Object.entries({ uid, gid })) {
    const reason = id === 0 ? "is root's" : `is out of range`;
    problems.require(isBetween(id, 1, MAX_ID), `${at}.${key}`, `${id} ${reason}; allowed is 1–${MAX_ID}`);
  }
  problems.require(
    /^[0-7]{3,4}$/.test(permissions),
    `${at}.permissions`,
    `"${permissions}" is not a mode of three or four octal digits, such as 0750`,
  );
}

function validateExisting({ id, securityGroupId }: ExistingFileSystemArgs, problems: Problems): void {
  problems.require(
    /^fs-[0-9a-f]{8,40}$/.test(id),
    "existing.id",
    `"${id}" is not the id of a file system, such as fs-0123456789abcdef0`,
  );
  problems.require(
    /^sg-[0-9a-f]{8,17}$/.test(securityGroupId),
    "existing.securityGroupId",
    `"${securityGroupId}" is not the id of a security group, such as sg-0123456789abcdef0`,
  );
}
