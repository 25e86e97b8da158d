import type { PolicyReport } from "../model";
import { messageOf, PlanProblem } from "../problem";
import { Judgement, type ProviderOf } from "./judgement";
import { PackClient, type PackInfo } from "./packClient";
import { findPackConfig, invalidConfig, readPackConfig, reconcile, type RuleConfig } from "./packConfig";
import { type PackProcess, withoutStack } from "./packProcess";
import { emptyReport } from "./report";

/** Where the configuration of packs is looked for. */
export interface PolicyFolders {
  configDir: string;
  root: string;
}

/** A policy pack that runs. */
export class Pack {
  readonly #process: PackProcess;
  readonly #folders: PolicyFolders;
  readonly #client: Promise<PackClient>;
  readonly #info: Promise<PackInfo>;

  constructor(packProcess: PackProcess, folders: PolicyFolders) {
    this.#process = packProcess;
    this.#folders = folders;
    this.#client = packProcess.address.then((address) => new PackClient(address));
    this.#info = this.#client.then((client) => client.info());
    this.#info.catch(() => undefined);
  }

  /** Configures the pack for a stack. */
  async begin(stack: string, project: string, providerOf: ProviderOf): Promise<Judgement> {
    const [client, info] = await Promise.all([this.#client, this.#info]);
    const config = this.#configure(info, stack);
    await client.configure(stack, project, config);
    return new Judgement(client, info, providerOf, config);
  }

  /** The report of a pack that cannot judge. */
  broken(error: unknown): PolicyReport {
    const reason =
      error instanceof PlanProblem
        ? error.message
        : `policy pack ${this.#process.directory}: ${withoutStack(messageOf(error))}`;
    return { ...emptyReport(), errors: [reason] };
  }

  close(): void {
    void this.#client.then((client) => client.close()).catch(() => undefined);
  }

  #configure(info: PackInfo, stack: string): Map<string, Required<RuleConfig>> {
    const file = findPackConfig(info.name, stack, this.#folders.configDir, this.#folders.root);
    const given = file === undefined ? new Map<string, RuleConfig>() : readPackConfig(file);
    const config = reconcile(info.rules, info.initialConfig, given);
    const problems = invalidConfig(info.rules, config, given);
    if (problems.length > 0) {
      throw new PlanProblem(problems.map((problem) => `${file ?? `policy pack ${info.name}`}: ${problem}`).join("\n"));
    }
    return config;
  }
}
