import { createInterface } from "node:readline/promises";
import { Failure } from "./failure";

/**
 * Asks the user something.
 *
 * @param flag what answers the question where there is no terminal, e.g. `--yes`
 * @throws Failure that names the flag if there is no terminal
 */
export async function ask(question: string, flag: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Failure(`${question} There is no terminal to ask on: give ${flag}.`, 2);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`${question} `);
  lines.close();
  return answer.trim();
}

/** Asks whether to go on; only a plain yes is one. */
export async function agrees(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(`${question} [y/N]`, "--yes"));
}
