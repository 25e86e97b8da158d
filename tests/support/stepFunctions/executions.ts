import type { Execution } from "../../../ops/promote/account";
import { Interpreter, type Word, type World } from "./interpreter";

/** An execution and the states that it has entered. */
interface Run extends Execution {
  readonly steps: string[];
}

/** Executions of one state machine as its callers see them: they really run, beside the callers, in a world. */
export class Executions {
  /** Inputs of the executions that were started. */
  readonly inputs: object[] = [];
  readonly #runs: Run[] = [];
  readonly #words = new Map<string, (word: Word) => void>();

  /** @param told learns of every change of an execution's status */
  constructor(
    readonly world: World,
    readonly stateMachine: { name: string; definition: object },
    readonly told: (arn: string, status: string) => void = () => undefined,
  ) {}

  start(input: object, name = `run-${this.inputs.length + 1}`): Promise<string> {
    this.inputs.push(input);
    const { world, stateMachine } = this;
    const arn = `arn:aws:states:us-west-2:123456789012:execution:${stateMachine.name}:${name}`;
    const run: Run = { arn, status: "RUNNING", started: new Date(world.now()), steps: [] };
    this.#runs.unshift(run);
    this.told(arn, "RUNNING");
    const observed: World = {
      call: (call) => world.call(call),
      word: (token) => new Promise((resolve) => this.#words.set(token, resolve)),
      now: () => world.now(),
      sleep: (seconds) => world.sleep(seconds),
      entered: (state) => {
        run.steps.push(state);
        world.entered?.(state);
      },
    };
    void new Interpreter(observed, { id: arn, name }).run({ ...stateMachine.definition }, input).then((ending) => {
      Object.assign(run, ending, { stopped: new Date(world.now()) });
      this.told(arn, ending.status);
    });
    return Promise.resolve(arn);
  }

  execution(arn: string): Promise<Execution> {
    return Promise.resolve({ ...this.#run(arn) });
  }

  executions(most: number): Promise<Execution[]> {
    return Promise.resolve(this.#runs.slice(0, most));
  }

  steps(arn: string): Promise<string[]> {
    return Promise.resolve([...this.#run(arn).steps]);
  }

  approve(token: string): Promise<void> {
    return Promise.resolve(this.#words.get(token)!({ output: {} }));
  }

  reject(token: string, reason: string): Promise<void> {
    return Promise.resolve(this.#words.get(token)!({ error: "Promotion.Rejected", cause: reason }));
  }

  #run(arn: string): Run {
    return this.#runs.find((one) => one.arn === arn)!;
  }
}
