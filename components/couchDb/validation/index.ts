import type { DatabaseSite } from "../../environment/databaseSite";
import { AMI_ID, INSTANCE_TYPE, isBetween } from "../../shared/formats";
import { Problems, type Problem } from "../../shared/problems";
import type { CouchDbShape, PackageArgs } from "../args";
import { validateBackup } from "./backup";
import { validateVolume } from "./volume";

/** Families from before Nitro: they show volumes without their ids, by which the data volume is found. */
const XEN = /^(t[12]|m[1-4]|c[134]|r[34]|x1e?|i[23]|d2|h1|hs1|p[23]|g[23]s?|f1)\.(?!metal)/;

/**
 * Everything that is wrong with a database.
 *
 * @param admitted names of the groups that may connect
 * @param site what its environment offers; left out where that is known to be wrong
 */
export function validateCouchDb(
  shape: CouchDbShape,
  admitted: readonly string[],
  site: DatabaseSite | undefined,
): Problem[] {
  const problems = new Problems();
  const { instanceType, amiId, install, subnetIndex = 0, volume, backup } = shape;
  problems.require(
    INSTANCE_TYPE.test(instanceType),
    "instanceType",
    `"${instanceType}" is not an instance type such as t3.medium`,
  );
  problems.require(
    !XEN.test(instanceType),
    "instanceType",
    `${instanceType} is from before Nitro, and does not show which of its disks is the data volume; give a newer type such as t3.medium or m7g.large`,
  );
  problems.require(AMI_ID.test(amiId), "amiId", `"${amiId}" is not an AMI id such as ami-0123456789abcdef0`);
  problems.require(
    admitted.length > 0,
    "admitted",
    "is empty; name the security groups that may connect: without one nobody reaches the database",
  );
  problems.unique(admitted, "admitted");
  if (install) validateInstall(install, problems);
  if (site) validateSite(subnetIndex, site, problems);
  if (volume) validateVolume(volume, problems);
  validateBackup(backup ?? {}, problems);
  return problems.all;
}

function validateInstall(packages: readonly PackageArgs[], problems: Problems): void {
  problems.require(
    packages.length > 0,
    "install",
    "is empty; name the RPM of CouchDB, or leave install out if the image has CouchDB",
  );
  problems.unique(
    packages.map(({ url }) => url),
    "install",
  );
  for (const [i, { url, sha256 }] of packages.entries()) {
    problems.require(
      /^(https:\/\/[^\s'"]+|s3:\/\/[a-z0-9.-]{3,63}\/[^\s'"]+)\.rpm$/.test(url),
      `install[${i}].url`,
      `"${url}" is not the https:// or s3:// address of an .rpm file`,
    );
    problems.require(
      /^[0-9a-f]{64}$/.test(sha256),
      `install[${i}].sha256`,
      `"${sha256}" is not a SHA-256 checksum of 64 lower-case hexadecimal digits`,
    );
  }
}

function validateSite(subnetIndex: number, { subnets, reachesAws }: DatabaseSite, problems: Problems): void {
  problems.require(
    isBetween(subnetIndex, 0, subnets - 1),
    "subnetIndex",
    `${subnetIndex} is not the place of a database subnet; allowed is 0–${subnets - 1}`,
  );
  problems.require(
    reachesAws,
    "environment",
    'its database subnets reach no AWS API, which the password, alarms and Session Manager need; use endpoints "full", or databaseInternetAccess with a NAT gateway',
  );
}
