import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { PackageArgs } from "./args";

const SCRIPTS = path.join(__dirname, "scripts");

/** Where the data volume is mounted; the scripts know it too. */
export const MOUNT_POINT = "/srv/couchdb";

/** Where the scripts are put. */
const TARGET = "/opt/slipway-couchdb";

/** The boot script: all scripts and units in one file that puts them in their places, and its checksum. */
export interface BootScript {
  content: string;
  sha256: string;
}

/** Reads the scripts. The same files make the same text on every machine: a change of it replaces the instance. */
export function readBootScript(): BootScript {
  const files = readdirSync(SCRIPTS, { recursive: true, encoding: "utf8" })
    .filter((file) => path.extname(file) !== "")
    .map((file) => file.split(path.sep).join("/"))
    .sort();
  const content = [
    "#!/bin/bash",
    "set -euo pipefail",
    `target=\${SLIPWAY_ROOT:-}${TARGET}`,
    'mkdir -p "$target/units"',
    ...files.flatMap((file) => [
      `cat >"$target/${file}" <<'END-OF-FILE'`,
      readFileSync(path.join(SCRIPTS, file), "utf8").replace(/\n$/, ""),
      "END-OF-FILE",
    ]),
    'chmod 0755 "$target"/*.sh',
    'exec "$target/install.sh"',
    "",
  ].join("\n");
  return { content, sha256: createHash("sha256").update(content).digest("hex") };
}

/** What the scripts are told; none of it is secret. */
export interface BootSettings {
  database: string;
  region: string;
  volumeId: string;
  bucket: string;
  secretArn: string;
  logGroup: string;
  /** Hours of the day at which backups start, UTC. */
  backupHours: number[];
  install?: PackageArgs[];
}

/** First-boot script of the instance: writes the settings, fetches the boot script, and runs it if it is the right one. */
export function renderUserData(settings: BootSettings, sha256: string): string {
  const hours = settings.backupHours.map((hour) => String(hour).padStart(2, "0")).join(",");
  const values = {
    DATABASE: settings.database,
    AWS_REGION: settings.region,
    VOLUME_ID: settings.volumeId,
    BUCKET: settings.bucket,
    SECRET_ID: settings.secretArn,
    LOG_GROUP: settings.logGroup,
    BACKUP_SCHEDULE: `*-*-* ${hours}:00:00 UTC`,
    PACKAGES: (settings.install ?? []).map(({ url, sha256 }) => `${sha256} ${url}`).join("\n"),
  };
  return [
    "#!/bin/bash",
    "set -euo pipefail",
    "root=${SLIPWAY_ROOT:-}",
    "# A database of the image's own would run on the root disk.",
    "systemctl disable --now couchdb.service || true",
    'mkdir -p "$root/etc" "$root/run"',
    "cat >\"$root/etc/slipway-couchdb.conf\" <<'END-OF-SETTINGS'",
    ...Object.entries(values).map(([key, value]) => `${key}='${value}'`),
    "END-OF-SETTINGS",
    "boot=$root/run/slipway-couchdb-boot.sh",
    "# A new instance's permissions take a while to be known everywhere.",
    "for _ in {1..60}; do",
    `  if aws s3 cp 's3://${settings.bucket}/boot/${sha256}.sh' "$boot" --region '${settings.region}' --only-show-errors; then break; fi`,
    "  sleep 5",
    "done",
    `echo '${sha256}  '"$boot" | sha256sum --check --quiet`,
    'exec bash "$boot"',
    "",
  ].join("\n");
}
