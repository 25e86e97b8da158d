import type { RunRecord } from "../shared/record";
import { shortType } from "../shared/stateResources";

/** What the emulated account lacks although the state has it. */
export function recordedOnlyLines(record: RunRecord): string[] {
  if (record.recordedOnly.size === 0) return [];
  return [
    "recorded, not created (the emulator has no such type):",
    ...[...record.recordedOnly].map((one) => `  ${one}`),
  ];
}

/** What the emulated account never got although the program gives it: each input with the resources that it is of. */
export function droppedLines({ dropped }: RunRecord): string[] {
  if (dropped.length === 0) return [];
  const resources = new Map<string, string[]>();
  for (const { type, name, property } of dropped) {
    const input = `${shortType(type)} ${property}`;
    resources.set(input, [...(resources.get(input) ?? []), name]);
  }
  const lines = [...resources].sort().map(([input, names]) => `  ${input}: ${names.sort().join(", ")}`);
  return [
    "recorded, not passed on (the provider plugin is older than the SDK and does not know these inputs):",
    ...lines,
  ];
}
