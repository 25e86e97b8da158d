import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { projectRoot } from "../../../ops/shared/projectRoot";
import { ensurePackages } from "../../../ops/sandbox/pythonPackages";

/** The folder with `aws` and `shellcheck`, pinned, whatever this machine has; installed at first. */
export async function shellTools(): Promise<string> {
  const venv = join(projectRoot, ".slipway", "shell-tools");
  await mkdir(dirname(venv), { recursive: true });
  await ensurePackages(venv, join(__dirname, "..", "requirements.txt"), () => undefined);
  return join(venv, "bin");
}
