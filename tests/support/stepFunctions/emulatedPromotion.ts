import type { DefinitionInput } from "../../../components/amiPromotion/stateMachine/input";
import { promotionDefinition } from "../../../components/amiPromotion/stateMachine/definition";
import type { Execution, FleetState, PromotionAccount, Review } from "../../../ops/promote/account";
import type { Account } from "./account";
import { Interpreter, type Word } from "./interpreter";

/** What the operator commands see of an account in which the promotion really runs, beside them. */
export class EmulatedPromotion implements PromotionAccount {
  /** Inputs of the executions that were started. */
  readonly inputs: object[] = [];
  readonly #executions: Execution[] = [];
  readonly #words = new Map<string, (word: Word) => void>();

  constructor(
    readonly input: DefinitionInput,
    readonly world: Account,
  ) {
    world.word = (token) => new Promise((resolve) => this.#words.set(token, resolve));
  }

  start(input: object): Promise<string> {
    this.inputs.push(input);
    const name = `run-${this.inputs.length}`;
    const arn = `arn:aws:states:us-west-2:123456789012:execution:${this.input.prefix}-promotion:${name}`;
    const execution: Execution = { arn, status: "RUNNING", started: new Date(this.world.now()) };
    this.#executions.unshift(execution);
    this.world.executions.set(arn, "RUNNING");
    const interpreter = new Interpreter(this.world, { id: arn, name });
    void interpreter.run({ ...promotionDefinition(this.input) }, input).then((ending) => {
      Object.assign(execution, ending, { stopped: new Date(this.world.now()) });
      this.world.executions.set(arn, ending.status);
    });
    return Promise.resolve(arn);
  }

  execution(arn: string): Promise<Execution> {
    return Promise.resolve({ ...this.#executions.find((one) => one.arn === arn)! });
  }

  executions(most: number): Promise<Execution[]> {
    return Promise.resolve(this.#executions.slice(0, most));
  }

  steps(): Promise<string[]> {
    return Promise.resolve([...this.world.states]);
  }

  review(): Promise<Review | undefined> {
    const item = this.world.table.items.get("state");
    return Promise.resolve(
      item?.reviewToken && {
        token: item.reviewToken.S,
        script: item.reviewScript!.S,
        execution: item.reviewExecution!.S,
      },
    );
  }

  approve(token: string): Promise<void> {
    return Promise.resolve(this.#words.get(token)!({ output: {} }));
  }

  reject(token: string, reason: string): Promise<void> {
    return Promise.resolve(this.#words.get(token)!({ error: "Promotion.Rejected", cause: reason }));
  }

  fleets(): Promise<FleetState[]> {
    return Promise.resolve(
      [...this.world.groups.values()].map(({ name, version, instances, refreshes }) => {
        const inService: Record<string, number> = {};
        for (const one of instances) inService[one.version] = (inService[one.version] ?? 0) + 1;
        const [last] = refreshes;
        const refresh = last && { status: last.Status, percent: last.PercentageComplete };
        return { group: name, version, inService, ...(refresh && { refresh }) };
      }),
    );
  }

  image(parameter: string): Promise<string | undefined> {
    return Promise.resolve(this.world.parameters.get(parameter));
  }
}
