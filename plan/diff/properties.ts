import { structuredPatch } from "diff";
import type { Properties, PropertyValue } from "../model";
import { isObject, isSecret } from "../values";
import type { PropertyChange } from "./model";
import { decodedText, documentIn, identityOf, sameValue } from "./values";

/** Lines around changed ones. */
const CONTEXT = 2;

/** Where a value is: for people, and in the resource's arguments. */
interface Place {
  path: string;
  property: string;
  /** Whether it is inside a document that is a text to the provider. */
  inDocument: boolean;
}

/** What differs between the properties of a resource in two revisions, each part by its path, in the order of names. */
export function compareProperties(before: Properties, after: Properties): PropertyChange[] {
  return compareObjects(before, after, { path: "", property: "", inDocument: false });
}

function compare(before: PropertyValue | undefined, after: PropertyValue | undefined, at: Place): PropertyChange[] {
  if (sameValue(before, after)) return [];
  const [oldDocument, newDocument] = [documentIn(before), documentIn(after)];
  if (oldDocument !== undefined && newDocument !== undefined) {
    const changes = compare(oldDocument, newDocument, { ...at, inDocument: true });
    // The same document in another layout is another text to the provider.
    return changes.length > 0 ? changes : [change(before, after, at)];
  }
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, at);
  if (isPlainObject(before) && isPlainObject(after)) return compareObjects(before, after, at);
  return compareTexts(before, after, at) ?? [change(before, after, at)];
}

function isPlainObject(value: PropertyValue | undefined): value is Properties {
  return isObject(value) && !isSecret(value);
}

function change(before: PropertyValue | undefined, after: PropertyValue | undefined, at: Place): PropertyChange {
  return {
    path: at.path,
    property: at.property,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function compareObjects(before: Properties, after: Properties, at: Place): PropertyChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => compare(before[name], after[name], member(at, name)));
}

function member(at: Place, name: string): Place {
  if (at.path === "") return { ...at, path: name, property: name };
  const path = /^[\w-]+$/.test(name) ? `${at.path}.${name}` : `${at.path}["${name}"]`;
  return { ...at, path, property: at.inDocument ? at.property : `${at.property}.${name}` };
}

function item(at: Place, label: string | number): Place {
  return { ...at, path: `${at.path}[${label}]`, property: at.inDocument ? at.property : `${at.property}[*]` };
}

/** Lists by the names of their items; without names, equal items first, then those that have most in common. */
function compareLists(before: PropertyValue[], after: PropertyValue[], at: Place): PropertyChange[] {
  const key = identityOf(before, after);
  if (key !== undefined) {
    const named = (list: PropertyValue[]) =>
      new Map(list.map((each) => [String((each as Record<string, string | number>)[key]), each]));
    const [olds, news] = [named(before), named(after)];
    const changes = [...new Set([...olds.keys(), ...news.keys()])].flatMap((name) =>
      compare(olds.get(name), news.get(name), item(at, name)),
    );
    return changes.length > 0 ? changes : [change([...olds.keys()], [...news.keys()], at)];
  }
  const { pairs, removed, added } = pairUp(before, after);
  const changes = [
    ...pairs.flatMap(([old, current]) => compare(before[old], after[current], item(at, current))),
    ...removed.flatMap((index) => compare(before[index], undefined, item(at, index))),
    ...added.flatMap((index) => compare(undefined, after[index], item(at, index))),
  ];
  // The same items in another order.
  return changes.length > 0 ? changes : [change(before, after, at)];
}

function pairUp(before: PropertyValue[], after: PropertyValue[]) {
  const pairs: [old: number, current: number][] = [];
  const olds = new Set(before.keys());
  const news = new Set(after.keys());
  const pair = (old: number, current: number) => {
    pairs.push([old, current]);
    olds.delete(old);
    news.delete(current);
  };
  const indexes = new Map<string, number[]>();
  for (const index of olds) {
    const text = JSON.stringify(before[index]);
    indexes.set(text, [...(indexes.get(text) ?? []), index]);
  }
  for (const current of [...news]) {
    const old = indexes.get(JSON.stringify(after[current]))?.shift();
    if (old !== undefined) pair(old, current);
  }
  for (const current of [...news]) {
    const [best] = [...olds]
      .map((old) => ({ old, common: commonEntries(before[old], after[current]) }))
      .filter(({ common }) => common > 0)
      .sort((a, b) => b.common - a.common);
    if (best) pair(best.old, current);
  }
  return { pairs: pairs.sort(([, a], [, b]) => a - b), removed: [...olds], added: [...news] };
}

function commonEntries(a: PropertyValue | undefined, b: PropertyValue | undefined): number {
  if (!isObject(a) || !isObject(b)) return 0;
  return Object.keys(a).filter((key) => key in b && sameValue(a[key], b[key])).length;
}

/** Texts of several lines, and user data in base64, by their lines. */
function compareTexts(
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  at: Place,
): PropertyChange[] | undefined {
  const [oldText, newText] = [decodedText(before) ?? before, decodedText(after) ?? after];
  if (typeof oldText !== "string" || typeof newText !== "string") return undefined;
  if (!oldText.includes("\n") && !newText.includes("\n")) return undefined;
  const { hunks } = structuredPatch("", "", oldText, newText, "", "", { context: CONTEXT });
  const lines = hunks.flatMap((hunk, index) => [...(index > 0 ? [" …"] : []), ...hunk.lines]);
  return [{ ...change(oldText, newText, at), lines }];
}
