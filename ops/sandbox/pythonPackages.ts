import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../shared/failure";
import { withLock } from "./lock";
import { run } from "../shared/run";

/**
 * A private Python environment with pinned packages; made anew when the pins change.
 *
 * @param venv its folder, whose parent exists
 * @param requirements file with the pins
 * @param onInstall called before anything is installed, which takes a while
 * @throws Failure if Python or the package index refuses
 */
export function ensurePackages(venv: string, requirements: string, onInstall: () => void): Promise<void> {
  return withLock(`${venv}.lock`, async () => {
    const digest = createHash("sha256")
      .update(await readFile(requirements))
      .digest("hex");
    const stamp = join(venv, "requirements.sha256");
    if ((await readFile(stamp, "utf8").catch(() => "")) === digest) return;
    onInstall();
    await rm(venv, { recursive: true, force: true });
    await mustRun(
      "python3",
      ["-m", "venv", venv],
      "make a Python environment (Debian, Ubuntu: apt install python3-venv)",
    );
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements];
    await mustRun(join(venv, "bin", "python"), pip, "install from the Python package index");
    await writeFile(stamp, digest);
  });
}

async function mustRun(command: string, args: readonly string[], purpose: string): Promise<void> {
  const { code, stdout, stderr } = await run(command, args);
  if (code !== 0) throw new Failure(`Could not ${purpose}:\n${(stderr.trim() || stdout.trim()).slice(-2000)}`);
}
