import type { PlannedResource } from "../../model";
import type { Access, Difference, ResourceChange, SecurityDiff, Statement } from "../model";
import { accessOf } from "./access";
import { encryptionChanges } from "./encryption";
import { exposureOf } from "./exposure";
import { labelOf } from "./label";
import { statementsOf } from "./statements";

/** What the changes mean for security: permissions, reachability, exposure, keys and certificates. */
export function compareSecurity(
  base: PlannedResource[],
  head: PlannedResource[],
  changes: ResourceChange[],
): SecurityDiff {
  return {
    statements: difference(statementsOf(base), statementsOf(head), statementText),
    access: difference(accessOf(base), accessOf(head), accessText),
    exposure: difference(exposureOf(base), exposureOf(head), (text) => text),
    encryption: encryptionChanges(changes),
    unseen: changes.flatMap((change) =>
      change.properties.some(
        ({ path, before }) =>
          /polic(y|ies)$/i.test(path) && typeof before === "string" && before.startsWith("(known after up"),
      )
        ? [labelOf(change)]
        : [],
    ),
  };
}

/** What one list has and the other has not, by the text of the items. */
export function difference<T>(base: T[], head: T[], textOf: (item: T) => string): Difference<T> {
  const [olds, news] = [new Set(base.map(textOf)), new Set(head.map(textOf))];
  return {
    added: head.filter((item) => !olds.has(textOf(item))),
    removed: base.filter((item) => !news.has(textOf(item))),
  };
}

/** A permission as a sentence. */
export function statementText({ holder, effect, principals, actions, resources, condition }: Statement): string {
  const who = principals.length > 0 ? ` ${principals.join(", ")}` : "";
  const what = resources.length > 0 ? ` on ${resources.join(", ")}` : "";
  return `${holder}: ${effect}${who} ${actions.join(", ")}${what}${condition === undefined ? "" : ` if ${condition}`}`;
}

export function accessText({ from, to, ports }: Access): string {
  return `${from} → ${to}: ${ports}`;
}
