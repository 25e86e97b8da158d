import type { Finding, PolicyReport } from "../model";

export function emptyReport(): PolicyReport {
  return { packs: [], failed: [], warned: [], unproven: [], remediated: [], errors: [] };
}

/** The report of several packs: theirs together, in an order that does not depend on who was first. */
export function mergeReports(reports: PolicyReport[]): PolicyReport {
  const merged = emptyReport();
  for (const report of reports) {
    for (const part of ["packs", "failed", "warned", "unproven", "remediated", "errors"] as const) {
      (merged[part] as unknown[]).push(...report[part]);
    }
  }
  for (const part of ["failed", "warned", "unproven", "remediated"] as const) merged[part].sort(compareFindings);
  return merged;
}

function compareFindings(a: Finding, b: Finding): number {
  const [first, second] = [a, b].map(({ pack, rule, urn = "", message }) => [pack, rule, urn, message].join("\0"));
  return (first ?? "") < (second ?? "") ? -1 : 1;
}
