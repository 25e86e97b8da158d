import { evaluate, type Bindings } from "./expressions";
import { matches, StepError } from "./errors";

/** A call that a task state makes. */
export interface Call {
  /** Name of the state. */
  state: string;
  /** Integration without the ARN's beginning, e.g. `aws-sdk:ec2:createImage`. */
  resource: string;
  arguments: Record<string, any>;
}

/** What a task that waits for a token gets. */
export type Word = { output: unknown } | { error: string; cause: string } | "none";

/** The world of an execution. */
export interface World {
  /** Carries a call out; throws a StepError, or returns {@link HANGS}. */
  call(call: Call): Promise<unknown>;
  /** What somebody says about a task token, or `none` within its time. */
  word(token: string, timeoutSeconds: number): Promise<Word>;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(seconds: number): Promise<void>;
  /** Told of each state that is entered. */
  entered?(state: string): void;
}

/** An answer that never comes. */
export const HANGS = Symbol("hangs");

/** How an execution ended. */
export type Ending = { status: "SUCCEEDED"; output: any } | { status: "FAILED"; error: string; cause: string };

type State = Record<string, any>;

/** What identifies an execution. */
export interface Identity {
  id: string;
  name: string;
}

/**
 * Runs a state machine that is written in JSONata: the states, fields and errors that the promotion uses, as the language's
 * specification says. https://states-language.net
 */
export class Interpreter {
  readonly #context: Record<string, any>;
  #tokens = 0;

  constructor(
    readonly world: World,
    { id, name }: Identity,
  ) {
    this.#context = { Execution: { Id: id, Name: name, StartTime: new Date(world.now()).toISOString() } };
  }

  async run(definition: State, input: unknown): Promise<Ending> {
    try {
      return { status: "SUCCEEDED", output: await this.#runStates(definition, input, {}, {}) };
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      return { status: "FAILED", error: error.error, cause: error.reason };
    }
  }

  /** Runs states until one ends; `outer` are the variables of the Map around them, which they may read. */
  async #runStates(
    { StartAt, States }: State,
    input: unknown,
    outer: Record<string, unknown>,
    mapContext: Record<string, unknown>,
  ): Promise<unknown> {
    const own: Record<string, unknown> = {};
    let name = StartAt as string;
    let value = input;
    for (;;) {
      const state = (States as Record<string, State>)[name];
      if (!state) throw new StepError("States.Runtime", `there is no state "${name}"`);
      this.world.entered?.(name);
      const entered = new Date(this.world.now()).toISOString();
      const context = { ...this.#context, ...mapContext, State: { Name: name, EnteredTime: entered } };
      const assign = (values: Record<string, unknown>) => {
        for (const key of Object.keys(values)) {
          if (key in outer)
            throw new StepError("States.Runtime", `$${key} is a variable of the states around "${name}"`);
        }
        Object.assign(own, values);
      };
      const step = { name, state, input: value, context, variables: { ...outer, ...own }, assign };
      const { next, output } = await this.#runState(step);
      if (next === undefined) return output;
      name = next;
      value = output;
    }
  }

  async #runState(step: Step): Promise<{ next?: string; output: unknown }> {
    const { state } = step;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#attempt(step);
      } catch (error) {
        if (!(error instanceof StepError) || state.Type === "Fail") throw error;
        const retrier = (state.Retry as State[] | undefined)?.find((one) =>
          matches(one.ErrorEquals as string[], error),
        );
        if (retrier && attempt < retrier.MaxAttempts) {
          await this.world.sleep(retrier.IntervalSeconds * retrier.BackoffRate ** attempt);
          continue;
        }
        const catcher = (state.Catch as State[] | undefined)?.find((one) =>
          matches(one.ErrorEquals as string[], error),
        );
        if (!catcher) throw error;
        const errorOutput = { Error: error.error, Cause: error.reason };
        const output =
          "Output" in catcher ? await evaluate(catcher.Output, bindingsOf(step, { errorOutput })) : errorOutput;
        await this.#assign(step, catcher, { errorOutput });
        return { next: catcher.Next as string, output };
      }
    }
  }

  async #attempt(step: Step): Promise<{ next?: string; output: unknown }> {
    const { state, input } = step;
    switch (state.Type) {
      case "Pass":
        return this.#leave(step, {});
      case "Succeed":
        return { output: (await this.#leave(step, {})).output };
      case "Fail":
        throw new StepError(
          (await evaluate(state.Error, bindingsOf(step, {}))) as string,
          (await evaluate(state.Cause, bindingsOf(step, {}))) as string,
        );
      case "Wait":
        await this.world.sleep((await evaluate(state.Seconds, bindingsOf(step, {}))) as number);
        return this.#leave(step, {});
      case "Choice":
        for (const choice of state.Choices as State[]) {
          const met = await evaluate(choice.Condition, bindingsOf(step, {}));
          if (typeof met !== "boolean")
            throw new StepError("States.QueryEvaluationError", `not a boolean: ${choice.Condition}`);
          if (!met) continue;
          await this.#assign(step, choice, {});
          return { next: choice.Next as string, output: input };
        }
        if (!state.Default) throw new StepError("States.NoChoiceMatched", step.name);
        return { next: state.Default as string, output: input };
      case "Map":
        return this.#leave(step, { result: await this.#map(step) });
      case "Task":
        return this.#leave(step, { result: await this.#task(step) });
      default:
        throw new StepError("States.Runtime", `state type ${state.Type} is not known here`);
    }
  }

  /** Evaluates `Assign` and `Output` with the variables as they were on entering the state. */
  async #leave(step: Step, more: Record<string, unknown>): Promise<{ next?: string; output: unknown }> {
    const { state, input } = step;
    const output = "Output" in state ? await evaluate(state.Output, bindingsOf(step, more)) : (more.result ?? input);
    await this.#assign(step, state, more);
    return { next: state.Next as string | undefined, output };
  }

  async #assign(step: Step, { Assign }: State, more: Record<string, unknown>): Promise<void> {
    if (Assign) step.assign((await evaluate(Assign, bindingsOf(step, more))) as Record<string, unknown>);
  }

  async #map(step: Step): Promise<unknown[]> {
    const { state, input, variables } = step;
    const items = "Items" in state ? await evaluate(state.Items, bindingsOf(step, {})) : input;
    if (!Array.isArray(items))
      throw new StepError("States.QueryEvaluationError", `${step.name}: Items is not an array`);
    const results: unknown[] = [];
    for (const [Index, Value] of items.entries()) {
      const mapContext = { Map: { Item: { Index, Value: Value as unknown } } };
      results.push(await this.#runStates(state.ItemProcessor as State, Value, variables, mapContext));
    }
    return results;
  }

  async #task(step: Step): Promise<unknown> {
    const { name, state } = step;
    const { world } = this;
    const resource = (state.Resource as string).split(":").slice(5).join(":");
    const waits = resource.endsWith(".waitForTaskToken");
    const token = `token-${++this.#tokens}`;
    const context = waits ? { ...step.context, Task: { Token: token } } : step.context;
    const args = (await evaluate(state.Arguments, bindingsOf({ ...step, context }, {}))) as Record<string, any>;
    const timeout = state.TimeoutSeconds as number;
    const result = await world.call({
      state: name,
      resource: resource.replace(".waitForTaskToken", ""),
      arguments: args,
    });
    const word = waits && result !== HANGS ? await world.word(token, timeout) : undefined;
    if (result === HANGS || word === "none") {
      await world.sleep(timeout);
      throw new StepError("States.Timeout", "");
    }
    if (word && "error" in word) throw new StepError(word.error, word.cause);
    return word ? word.output : (result ?? {});
  }
}

interface Step {
  name: string;
  state: State;
  input: unknown;
  context: Record<string, unknown>;
  variables: Record<string, unknown>;
  assign(values: Record<string, unknown>): void;
}

function bindingsOf({ input, context, variables }: Step, more: Record<string, unknown>): Bindings {
  return { states: { input, context, ...more }, variables };
}
