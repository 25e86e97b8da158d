import { randomUUID } from "node:crypto";
import jsonata from "jsonata";
import { StepError } from "./errors";

/** What expressions of a state see: `$states`, and the variables by their names. */
export interface Bindings {
  states: Record<string, unknown>;
  variables: Record<string, unknown>;
}

const EXPRESSION = /^\{%([\s\S]*)%\}$/;

/**
 * Evaluates every expression in a field of a state, as Step Functions does: a text that is an expression as a whole is
 * replaced by its value, and an expression without a value is an error.
 */
export async function evaluate(field: unknown, bindings: Bindings): Promise<unknown> {
  if (Array.isArray(field)) {
    const values = [];
    for (const one of field) values.push(await evaluate(one, bindings));
    return values;
  }
  if (typeof field === "object" && field !== null) {
    const values: Record<string, unknown> = {};
    for (const [key, one] of Object.entries(field)) values[key] = await evaluate(one, bindings);
    return values;
  }
  const source = typeof field === "string" ? EXPRESSION.exec(field)?.[1] : undefined;
  if (source === undefined) return field;
  const value = await run(source, bindings);
  if (value === undefined) throw new StepError("States.QueryEvaluationError", `no value: ${source.trim()}`);
  // JSONata marks its sequences by hidden properties; what leaves an expression is plain JSON.
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** A compiled expression with the variables that it refers to and does not bind itself. */
interface Compiled {
  expression: jsonata.Expression;
  free: string[];
}

const compiled = new Map<string, Compiled>();

function compile(source: string): Compiled {
  const known = compiled.get(source);
  if (known) return known;
  const expression = jsonata(source);
  // Functions that Step Functions adds to JSONata, and one that it takes away.
  expression.registerFunction("parse", (text: string) => JSON.parse(text) as unknown);
  expression.registerFunction("uuid", () => randomUUID());
  expression.registerFunction("eval", () => {
    throw new Error("$eval is not available");
  });
  const bound = [...source.matchAll(/\$(\w+) :=|function\(([^)]*)\)/g)].flatMap(([, name, parameters = ""]) =>
    name ? [name] : parameters.split(",").map((parameter) => parameter.trim().slice(1)),
  );
  const free = referredVariables(source).filter(
    (name) => name !== "states" && !BUILT_IN.has(name) && !bound.includes(name),
  );
  const result = { expression, free };
  compiled.set(source, result);
  return result;
}

async function run(source: string, { states, variables }: Bindings): Promise<unknown> {
  try {
    const { expression, free } = compile(source);
    const missing = free.find((name) => !(name in variables));
    if (missing) throw new Error(`undefined variable $${missing}`);
    return await expression.evaluate({}, { ...variables, states });
  } catch (error) {
    const reason = (error as { message?: string }).message ?? String(error);
    throw new StepError("States.QueryEvaluationError", `${reason}: ${source.trim()}`);
  }
}

/** Names after a dollar sign outside texts and regular expressions. */
function referredVariables(source: string): string[] {
  const bare = source.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, "''");
  return [...bare.matchAll(/\$([A-Za-z_]\w*)/g)].map(([, name]) => name!);
}

/** JSONata's own functions, and those of Step Functions. */
const BUILT_IN = new Set(
  (
    "abs append assert average base64decode base64encode boolean ceil contains count distinct each error exists filter floor " +
    "formatNumber fromMillis join keys length lookup lowercase map match max merge min not number pad parse power random " +
    "reduce replace reverse round shuffle sift single sort split spread sqrt string substring substringAfter " +
    "substringBefore sum toMillis trim type uppercase uuid zip"
  ).split(" "),
);
