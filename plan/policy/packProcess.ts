import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { parse } from "yaml";
import { PlanProblem, WrongUsage } from "../problem";

/** Nothing of an offline plan listens here; a pack gets an engine's address only to log to it. */
const NO_ENGINE = "127.0.0.1:0";

/** Time a pack has to start, in milliseconds. A pack in TypeScript is type-checked first, which takes many seconds. */
const START_TIMEOUT = 120_000;

interface PackProject {
  runtime?: string | { name?: string; options?: { nodeargs?: string } };
}

/** A policy pack that can be started. */
export interface PackFolder {
  /** Absolute path, with `PulumiPolicy.yaml`. */
  directory: string;
  nodeArgs: string[];
}

/** A policy pack's process, started as Pulumi's language host starts it. */
export class PackProcess {
  /** Address at which the pack serves; rejects with a {@link PlanProblem} if it does not start. */
  readonly address: Promise<string>;
  readonly #child: ChildProcess;

  private constructor(
    readonly directory: string,
    child: ChildProcess,
  ) {
    this.#child = child;
    this.address = this.#readAddress();
    // Nobody may be waiting yet when a pack fails early; whoever asks for the address gets the error.
    this.address.catch(() => undefined);
  }

  static start({ directory, nodeArgs }: PackFolder, project: string): PackProcess {
    const fromPack = createRequire(path.join(directory, "package.json"));
    const entry = fromPack.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const preload = path.join(__dirname, "..", "preload");
    const child = spawn(process.execPath, ["--require", preload, ...nodeArgs, entry, NO_ENGINE, directory], {
      cwd: directory,
      env: { ...process.env, PULUMI_NODEJS_PROJECT: project, PULUMI_NODEJS_DRY_RUN: "true" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new PackProcess(directory, child);
  }

  stop(): void {
    this.#child.kill();
  }

  #readAddress(): Promise<string> {
    const { stdout, stderr } = this.#child;
    return new Promise((resolve, reject) => {
      let output = "";
      let errors = "";
      const fail = (reason: string) => {
        const detail = (errors || output).trim();
        reject(
          new PlanProblem(`policy pack ${this.directory}: ${reason}${detail ? `:\n${withoutStack(detail)}` : ""}`),
        );
      };
      const timeout = setTimeout(() => fail(`did not start within ${START_TIMEOUT / 1000} s`), START_TIMEOUT);
      stdout?.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        const port = /^(\d+)\r?\n/.exec(output)?.[1];
        if (port === undefined) return;
        clearTimeout(timeout);
        // A pack that serves and waits must not keep this process from seeing that a program waits in vain.
        for (const handle of [this.#child, stdout as Socket, stderr as Socket]) handle.unref();
        resolve(`127.0.0.1:${port}`);
      });
      stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
      this.#child.on("error", (error) => fail(error.message));
      this.#child.on("close", (code, signal) => {
        clearTimeout(timeout);
        fail(`ended before it served (${signal ?? `exit code ${code}`})`);
      });
    });
  }
}

/**
 * Reads how to start a policy pack.
 *
 * @throws WrongUsage if the folder has none; PlanProblem if it is not one for Node.js
 */
export function readPack(directory: string): PackFolder {
  const file = path.join(directory, "PulumiPolicy.yaml");
  if (!existsSync(file)) {
    const missing = existsSync(directory) ? "no PulumiPolicy.yaml in it" : "no such folder";
    throw new WrongUsage(`policy pack ${directory}: ${missing}; --policy-pack names the folder of a PulumiPolicy.yaml`);
  }
  let pack: PackProject;
  try {
    pack = (parse(readFileSync(file, "utf8")) ?? {}) as PackProject;
  } catch (error) {
    throw new PlanProblem(`${file}: not valid YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  const runtime = typeof pack.runtime === "string" ? { name: pack.runtime } : (pack.runtime ?? {});
  if (runtime.name !== "nodejs") {
    throw new PlanProblem(`${file}: runtime: "${runtime.name ?? ""}" cannot be started; allowed: nodejs`);
  }
  return { directory, nodeArgs: (runtime.options?.nodeargs ?? "").split(/\s+/).filter(Boolean) };
}

/** The text of an error without the lines of its stack, Node's version and colours. */
export function withoutStack(text: string): string {
  return stripVTControlCharacters(text)
    .split("\n")
    .filter((line) => !/^\s+at /.test(line) && !/^Node\.js v\d/.test(line))
    .join("\n")
    .trim();
}
