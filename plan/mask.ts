import type { Properties, PropertyValue, StackPlan } from "./model";
import { eachSecretText, isObject, isSecret, MASK, SECRET, secret, SIGNATURE } from "./values";

/** Shorter texts are not looked for: they would be found in innocent words. */
const MIN_LENGTH = 4;

/**
 * Hides the secrets of a stack: values that are marked as secrets, and their text wherever else it turns up, such as
 * in a message of a policy.
 */
export class Mask {
  readonly #secrets: string[];

  /** @param texts secret texts besides those of the resources, such as the stand-ins for secret settings */
  constructor(plan: Pick<StackPlan, "resources">, texts: string[] = []) {
    const found = new Set<string>();
    for (const text of texts) eachSecretText(secret(text), (part) => found.add(part));
    for (const { inputs, outputs } of plan.resources) {
      eachSecretText(inputs, (text) => found.add(text));
      eachSecretText(outputs, (text) => found.add(text));
    }
    this.#secrets = [...found].filter((text) => text.length >= MIN_LENGTH).sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    return this.#secrets.reduce((masked, hidden) => masked.replaceAll(hidden, MASK), text);
  }

  /** A copy of properties in which every secret is the engine's envelope around {@link MASK}. */
  properties(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, this.#value(value)]));
  }

  #value(value: PropertyValue): PropertyValue {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.#value(item));
    if (isSecret(value)) return { [SIGNATURE]: SECRET, plaintext: JSON.stringify(MASK) };
    return isObject(value) ? this.properties(value) : value;
  }
}

/** The plan of a stack without its secrets: what renderers get to see. */
export function masked(plan: StackPlan, texts: string[]): StackPlan {
  const mask = new Mask(plan, texts);
  const findings = <T extends { message: string }>(list: T[]) =>
    list.map((item) => ({ ...item, message: mask.text(item.message) }));
  const { policy } = plan;
  return {
    ...plan,
    resources: plan.resources.map((resource) => ({
      ...resource,
      inputs: mask.properties(resource.inputs),
      outputs: mask.properties(resource.outputs),
    })),
    outputs: mask.properties(plan.outputs),
    diagnostics: findings(plan.diagnostics),
    problems: plan.problems.map((problem) => mask.text(problem)),
    policy: {
      ...policy,
      failed: findings(policy.failed),
      warned: findings(policy.warned),
      unproven: findings(policy.unproven),
      remediated: findings(policy.remediated),
      errors: policy.errors.map((error) => mask.text(error)),
    },
  };
}
