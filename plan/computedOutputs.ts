import { pulumi } from "./sdk";

const OUTPUT_ONLY = /resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g;

/**
 * Learns which properties of each resource type only the provider can compute, such as `arn`. A registration does not
 * carry them and the package holds no schema; but the generated classes of provider SDKs list them.
 */
export class ComputedOutputs {
  readonly #byType = new Map<string, readonly string[]>();

  /** Observes the resources of the running stack; called first inside the program's run. */
  observe(): void {
    pulumi.runtime.registerStackTransformation(({ type, resource }) => {
      if (!this.#byType.has(type)) {
        const text = Function.prototype.toString.call(resource.constructor);
        const names = [...text.matchAll(OUTPUT_ONLY)].map(([, name]) => name as string);
        this.#byType.set(type, [...new Set(names)]);
      }
      return undefined;
    });
  }

  /** Names of the computed properties of a type; none if nothing is known of it. */
  of(type: string): readonly string[] {
    return this.#byType.get(type) ?? [];
  }
}
