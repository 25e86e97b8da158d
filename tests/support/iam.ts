/** A statement of a policy as it is recorded. */
export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: unknown;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** A request to AWS: who asks for what, with what IAM knows besides, by condition key. */
export interface Request {
  action: string;
  resource: string;
  context: Record<string, string>;
}

const matches = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*")}$`).test(value);

/** The condition operators that our policies use; negated ones hold where the key is missing, as IAM's do. */
const OPERATORS: Record<string, (given: string | undefined, wanted: string[]) => boolean> = {
  Bool: (given, wanted) => given !== undefined && wanted.includes(given),
  Null: (given, wanted) => wanted.includes(String(given === undefined)),
  StringEquals: (given, wanted) => given !== undefined && wanted.includes(given),
  StringNotEquals: (given, wanted) => given === undefined || !wanted.includes(given),
};

function applies({ Action, Resource, Condition = {} }: Statement, { action, resource, context }: Request): boolean {
  return (
    [Action].flat().some((pattern) => matches(pattern, action)) &&
    [Resource].flat().some((pattern) => matches(pattern, resource)) &&
    Object.entries(Condition).every(([name, tests]) => {
      const operator = OPERATORS[name];
      if (!operator) throw new Error(`the tests do not know the condition operator ${name}`);
      return Object.entries(tests).every(([key, wanted]) => operator(context[key], [wanted].flat()));
    })
  );
}

/**
 * Whether IAM would allow a request within an account: some statement allows it, that of the caller's role or that of the
 * resource, and none denies it. Statements of resources are about every principal here, as ours are.
 */
export function isAllowed(request: Request, ofRole: Statement[], ofResource: Statement[]): boolean {
  const found = [...ofRole, ...ofResource].filter((statement) => applies(statement, request));
  return found.length > 0 && found.every(({ Effect }) => Effect === "Allow");
}
