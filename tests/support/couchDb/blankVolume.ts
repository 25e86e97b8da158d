import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** A blank volume of 64 MiB, as a file. */
export function blankVolume(): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "slipway-volume-")), "volume");
  writeFileSync(file, "");
  truncateSync(file, 64 * 2 ** 20);
  return file;
}
