import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Emulator } from "../../../ops/sandbox/emulator";

interface Command {
  commandId: string;
  lines: string[];
}

/** How a command ended, in Systems Manager's words. */
export interface Ending {
  Status: "Success" | "Failed" | "TimedOut" | "Cancelled";
  StandardOutputContent?: string;
  StandardErrorContent?: string;
}

/** The agent of an emulated instance: takes its commands from the account, and says how they ended. */
export class Agent {
  #isStopped = false;
  #running: Promise<void>;

  /** @param run runs a line of a command */
  constructor(
    readonly emulator: Emulator,
    readonly instance: { region: string; instanceId: string },
    readonly run: (line: string) => Promise<Ending>,
  ) {
    this.#running = this.#work();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #work(): Promise<void> {
    while (!this.#isStopped) {
      for (const { commandId, lines } of await this.#ask()) {
        await this.#ask({ commandId, invocation: await this.run(lines.join("\n")) });
      }
      await sleep(100);
    }
  }

  async #ask(ended?: { commandId: string; invocation: Ending }): Promise<Command[]> {
    return JSON.parse(await ask(this.emulator, "agent", { ...this.instance, ended })) as Command[];
  }
}
