import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { BackupArgs } from "../args";

/**
 * Fewest days of each kind of backup: twice the time until the next of the kind, and one. With less, a backup would expire
 * about when its successor is due, and one that failed would leave none.
 */
const FEWEST_DAYS = { dailyDays: 3, weeklyDays: 15, monthlyDays: 63 } as const;

/** What S3 takes as the age of an object. */
const MOST_DAYS = 36500;

/** Backups that happen, and outlive the wait for the next one. */
export function validateBackup(args: BackupArgs, problems: Problems): void {
  const { hoursUtc = [2], snapshots = 7 } = args;
  problems.require(
    hoursUtc.length > 0,
    "backup.hoursUtc",
    "is empty; a database without backups is not what this component builds: give an hour such as 2",
  );
  problems.unique(hoursUtc, "backup.hoursUtc");
  for (const [i, hour] of hoursUtc.entries()) {
    problems.require(
      isBetween(hour, 0, 23),
      `backup.hoursUtc[${i}]`,
      `${hour} is not an hour of the day; allowed is 0–23`,
    );
  }
  for (const kind of ["dailyDays", "weeklyDays", "monthlyDays"] as const) {
    const days = args[kind];
    const fewest = FEWEST_DAYS[kind];
    problems.require(
      days === undefined || isBetween(days, fewest, MOST_DAYS),
      `backup.${kind}`,
      `${days} would delete the only backup of its kind before the next is safe; allowed is ${fewest}–${MOST_DAYS} days`,
    );
  }
  problems.require(
    isBetween(snapshots, 2, 1000),
    "backup.snapshots",
    `${snapshots} is out of range; 1 would delete the only snapshot while the next is made; allowed is 2–1000`,
  );
}
