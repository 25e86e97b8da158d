import type { Replacements } from "../../../plan/diff/replacement";
import { Provider } from "./provider";
import { type Sample, type SampleArgument, sampleArguments, withPart } from "./samples";

/** What the provider says of the paths of one resource type: whether a change replaces the resource. */
type Answers = Map<string, boolean>;

/** Asks the provider which properties of resource types replace a resource. */
export class Probe {
  #provider: Provider | undefined;
  #computed: Record<string, Sample> = {};

  async of(type: string): Promise<Replacements> {
    const all = sampleArguments(type);
    this.#computed = await this.#computedProperties(type, all);
    const answers = (await this.#ask(type, all)) ?? (await this.#askEach(type, all));
    // The provider names arguments, not what in them it replaces for: each part of one is changed alone.
    for (const argument of all.filter(({ paths }) => paths.length > 1)) {
      for (const path of argument.paths) {
        const values: SampleArgument["values"] = [argument.values[0], withPart(argument, path)];
        const answer = (await this.#ask(type, [{ ...argument, values }]))?.get(path);
        if (answer === undefined) answers.delete(path);
        else answers.set(path, answer);
      }
    }
    const byArgument = all.map(({ name, paths }) => ({
      name,
      answers: paths.map((each) => [each, answers.get(each)] as const),
    }));
    return { replace: pathsWith(true, byArgument), unknown: pathsWith(undefined, byArgument) };
  }

  /** What the provider would compute of the samples and replaces for, such as identities: a state has it. */
  async #computedProperties(type: string, all: SampleArgument[]): Promise<Record<string, Sample>> {
    const names = new Set(all.map(({ name }) => name));
    const same = all.map(({ name, values: [value] }): [string, Sample] => [name, value]);
    this.#provider ??= await Provider.start();
    try {
      const diff = await this.#provider.diff(type, Object.fromEntries(same), Object.fromEntries(same));
      const computed = [...diff].filter(([name, replaces]) => replaces && !names.has(name));
      return Object.fromEntries(computed.map(([name]) => [name, "id"]));
    } catch {
      this.stop();
      return {};
    }
  }

  stop(): void {
    this.#provider?.stop();
    this.#provider = undefined;
  }

  /** Each argument alone: what the provider cannot read, so that its process ends, is not known. */
  async #askEach(type: string, all: SampleArgument[]): Promise<Answers> {
    const answers: Answers = new Map();
    for (const argument of all) {
      for (const [path, replaces] of (await this.#ask(type, [argument])) ?? []) answers.set(path, replaces);
    }
    return answers;
  }

  async #ask(type: string, all: SampleArgument[]): Promise<Answers | undefined> {
    this.#provider ??= await Provider.start();
    const side = (index: 0 | 1): Record<string, Sample> =>
      Object.fromEntries(all.map(({ name, values }) => [name, values[index]]));
    try {
      const diff = [...(await this.#provider.diff(type, { ...this.#computed, ...side(0) }, side(1)))].map(
        ([path, replaces]) => [path.replaceAll(/\[[^\]]*\]/g, "[*]"), replaces] as const,
      );
      return new Map(
        all
          .flatMap(({ paths }) => paths)
          .flatMap((path) => {
            const seen = diff.filter(([changed]) => isPart(path, changed) || isPart(changed, path));
            return seen.length > 0 ? [[path, seen.some(([, replaces]) => replaces)]] : [];
          }),
      );
    } catch {
      this.stop();
      return undefined;
    }
  }
}

function isPart(path: string, whole: string): boolean {
  return path === whole || (path.startsWith(whole) && /^[.[]/.test(path.slice(whole.length)));
}

/** Paths with an answer; an argument alone where all of its paths have it. */
function pathsWith(
  wanted: boolean | undefined,
  all: { name: string; answers: (readonly [path: string, answer: boolean | undefined])[] }[],
): string[] {
  return all.flatMap(({ name, answers }) => {
    const paths = answers.filter(([, answer]) => answer === wanted).map(([path]) => path);
    return paths.length === answers.length ? [name] : paths;
  });
}
