import type * as aws from "../shared/aws";
import { createPrivateBucket, type PrivateBucket } from "../shared/privateBucket";
import type { Scope } from "../shared/scope";
import type { BackupArgs } from "./args";

/** Prefixes of the kinds of backup; the backup script chooses by the day. */
export const BACKUP_PREFIXES = ["daily", "weekly", "monthly"] as const;

/** Days that a version is kept after something was written over it, or it expired: they add to the days of each kind. */
const KEEP_VERSIONS_DAYS = 7;

/** The bucket of the backups and of the boot script, private, versioned, and emptied by age alone. */
export function createBackupBucket(scope: Scope, backup: BackupArgs, key: aws.kms.Key | undefined): PrivateBucket {
  const { dailyDays = 14, weeklyDays = 60, monthlyDays = 400 } = backup;
  return createPrivateBucket(scope, "backups", {
    ...(key && { key }),
    expireAfterDays: { "daily/": dailyDays, "weekly/": weeklyDays, "monthly/": monthlyDays },
    keepVersionsDays: KEEP_VERSIONS_DAYS,
    statements: () => [],
  });
}
