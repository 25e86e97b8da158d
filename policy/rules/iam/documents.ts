import { at, itemsAt, UNKNOWN } from "../../values";
import { statementsOf } from "../statements";

/** Types with a policy of what a principal may do: the document in `policy`, roles' in `inlinePolicies`. */
export const WITH_PERMISSIONS: ReadonlySet<string> = new Set([
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/policy:Policy",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
]);

/** A statement that allows something, and what to call it in messages. */
export interface AllowStatement {
  readonly label: string;
  readonly statement: unknown;
}

type Found = AllowStatement | typeof UNKNOWN;

/** The statements that allow something; {@link UNKNOWN} in place of a document that the deployment alone will tell. */
export function allowStatements(props: unknown): Found[] {
  const documents = [at(props, "policy"), ...itemsAt(props, "inlinePolicies").map((one) => at(one, "policy"))];
  return documents.flatMap((document): Found[] => {
    if (document === UNKNOWN) return [UNKNOWN];
    return statementsOf(document).flatMap((statement, i): Found[] => {
      if (statement === UNKNOWN) return [UNKNOWN];
      const sid = at(statement, "Sid");
      const label = `statement ${typeof sid === "string" ? sid : i + 1}`;
      return at(statement, "Effect") === "Allow" ? [{ label, statement }] : [];
    });
  });
}

/** The texts under a key of a statement, which may be one or a list; what is unknown is left out. */
export function textsAt(statement: unknown, key: string): string[] {
  const value = at(statement, key);
  return (Array.isArray(value) ? itemsAt(statement, key) : [value]).filter((one) => typeof one === "string");
}
