import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { Failure } from "../shared/failure";
import { projectRoot } from "../shared/projectRoot";
import { run } from "../shared/run";
import { resourcesIn, type StateResource } from "../shared/stateResources";

/** What is done to the stack as a whole; the Pulumi CLI does it, or a test. */
export interface DestroyableStack {
  resources(): Promise<StateResource[]>;
  /** Lifts the protection of data. */
  release(): Promise<void>;
  /** Deletes everything in it, in the order of its dependencies. */
  destroy(): Promise<void>;
}

/** A stack in the backend that the Pulumi CLI is logged in to. */
export class PulumiStack implements DestroyableStack {
  constructor(
    private readonly stack: string,
    private readonly configDir: string,
    private readonly print: (line: string) => void,
  ) {}

  async resources(): Promise<StateResource[]> {
    const { code, stdout, stderr } = await run("pulumi", ["stack", "export", "--stack", this.stack], this.#options());
    if (code === 127) throw new Failure("the Pulumi CLI is not installed: https://www.pulumi.com/docs/install/");
    if (code !== 0) throw new Failure(`the state of stack "${this.stack}" cannot be read:\n${stderr.trim()}`);
    return resourcesIn(stdout);
  }

  /** By a copy of the settings: whoever keeps the stack file in Git decides what it says. */
  async release(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "slipway-destroy-"));
    try {
      const copy = join(folder, `Pulumi.${this.stack}.yaml`);
      const settings = parseDocument(await readFile(this.#settings, "utf8"));
      settings.setIn(["config", "slipway:teardown"], true);
      await writeFile(copy, settings.toString());
      await this.#operate("up", copy);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  destroy(): Promise<void> {
    return this.#operate("destroy", this.#settings);
  }

  get #settings(): string {
    return join(this.configDir, `Pulumi.${this.stack}.yaml`);
  }

  async #operate(operation: "up" | "destroy", settings: string): Promise<void> {
    const flags = ["--stack", this.stack, "--config-file", settings, "--yes", "--skip-preview", "--non-interactive"];
    const { code, stderr } = await run("pulumi", [operation, ...flags], { ...this.#options(), onLine: this.print });
    if (code !== 0)
      throw new Failure(`pulumi ${operation} failed; run this again when the cause is gone\n${stderr.trim()}`);
  }

  #options() {
    return { cwd: projectRoot, env: { ...process.env, SLIPWAY_CONFIG_DIR: this.configDir } };
  }
}
