import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { Failure } from "./failure";
import { projectRoot } from "./projectRoot";
import { operate, type EngineRun, type Operation } from "./operate";
import { policyFlags } from "./policyPack";
import type { Terminal } from "./progress";
import { run } from "./run";
import { resourcesIn, type StateResource } from "./stateResources";

/** What is done to the stack as a whole; the Pulumi CLI does it, or a test. */
export interface DestroyableStack {
  resources(): Promise<StateResource[]>;
  /** Lifts the protection of data. */
  release(): Promise<void>;
  /** Deletes everything in it, in the order of its dependencies. */
  destroy(): Promise<void>;
}

/** What is done to a stack that is built. */
export interface BuildableStack {
  /** Makes the stack in the backend, where it does not exist. */
  ensure(): Promise<void>;
  /** What `up` would change, judged by the policy pack. */
  preview(): Promise<EngineRun>;
  /** @param total number of steps to expect, for the progress */
  up(total: number): Promise<EngineRun>;
}

/** A stack in the backend that the Pulumi CLI is logged in to. */
export class PulumiStack implements BuildableStack, DestroyableStack {
  constructor(
    private readonly stack: string,
    private readonly configDir: string,
    private readonly print: (line: string) => void,
    private readonly terminal: Terminal = process.stderr,
  ) {}

  async resources(): Promise<StateResource[]> {
    const exported = await this.#export();
    if (exported === undefined) throw new Failure(`there is no stack "${this.stack}"; see: pulumi stack ls`);
    return resourcesIn(exported);
  }

  /** From a folder with a copy of the settings: `pulumi stack init` may write a salt beside the program. */
  async ensure(): Promise<void> {
    if ((await this.#export()) !== undefined) return;
    await this.#aside(async (folder, copy) => {
      await copyFile(join(projectRoot, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
      // The CLI takes the provider of a new stack from its command line only.
      const provider = parseDocument(await readFile(copy, "utf8")).get("secretsprovider");
      const flags = typeof provider === "string" ? ["--secrets-provider", provider] : [];
      const init = ["stack", "init", this.stack, "--no-select", "--non-interactive", ...flags];
      const { code, stderr } = await run("pulumi", init, { ...this.#options(), cwd: folder });
      if (code !== 0) throw new Failure(`stack "${this.stack}" cannot be made${this.#causeOf(stderr)}`);
      await copyFile(copy, this.#settings);
    });
  }

  /** Why a stack cannot be made; of a backend that keeps no keys for secrets, the ways to give it one. */
  #causeOf(stderr: string): string {
    if (!stderr.includes("passphrase must be set")) return `:\n${stderr.trim()}`;
    const key = "awskms:///KEY-ARN?region=REGION";
    return [
      ": its backend keeps no key for its secrets. Give it one, either",
      `  of AWS KMS: pulumi stack init ${this.stack} --secrets-provider "${key}"`,
      `    or write into ${this.#settings}: secretsprovider: "${key}"`,
      "  or a passphrase: in the environment variable PULUMI_CONFIG_PASSPHRASE",
    ].join("\n");
  }

  preview(): Promise<EngineRun> {
    return this.#run("preview");
  }

  up(total: number): Promise<EngineRun> {
    return this.#run("up", total);
  }

  #run(operation: Operation, total?: number): Promise<EngineRun> {
    const flags = policyFlags(this.stack, this.configDir);
    const of = { stack: this.stack, settingsFile: this.#settings, flags, total };
    return operate(operation, of, this.terminal, (args, onLine) => run("pulumi", args, { ...this.#options(), onLine }));
  }

  /** The state; undefined if there is no such stack. */
  async #export(): Promise<string | undefined> {
    const { code, stdout, stderr } = await run("pulumi", ["stack", "export", "--stack", this.stack], this.#options());
    if (code === 0) return stdout;
    if (code === 127) throw new Failure("the Pulumi CLI is not installed: https://www.pulumi.com/docs/install/");
    if (stderr.includes("no stack named")) return undefined;
    throw new Failure(`the state of stack "${this.stack}" cannot be read:\n${stderr.trim()}`);
  }

  /** By a copy of the settings: whoever keeps the stack file in Git decides what it says. */
  release(): Promise<void> {
    return this.#aside(async (_folder, copy) => {
      const settings = parseDocument(await readFile(copy, "utf8"));
      settings.setIn(["config", "slipway:teardown"], true);
      await writeFile(copy, settings.toString());
      await this.#operate("up", copy);
    });
  }

  /** Does something with a copy of the settings in a folder of its own. */
  async #aside(action: (folder: string, copy: string) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "slipway-"));
    try {
      const copy = join(folder, `Pulumi.${this.stack}.yaml`);
      await copyFile(this.#settings, copy);
      await action(folder, copy);
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
    const own = { SLIPWAY_CONFIG_DIR: this.configDir, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
    return { cwd: projectRoot, env: { ...process.env, ...own } };
  }
}
