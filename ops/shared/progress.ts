import { colours } from "./colours";
import { describe } from "./stateResources";
import type { RunRecord, Step } from "./record";

/** Where progress goes; `process.stderr` is one. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows how far a run is: one live line on a terminal, a line per finished change elsewhere. */
export interface Progress {
  ended(step: Step, now: number): void;
  tick(now: number): void;
  close(): void;
}

/** A line about what is waited for, this often where lines cannot be overwritten; in milliseconds. */
const PLAIN_INTERVAL = 30_000;

const PAST: Record<string, string> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  "create-replacement": "created the replacement of",
  "delete-replaced": "deleted the replaced",
};

/**
 * @param total number of steps that the run will take, if it is known
 * @param record the run, folded so far
 */
export function showProgress(
  terminal: Terminal,
  title: string,
  record: RunRecord,
  total: number | undefined,
  start: number,
): Progress {
  return terminal.isTTY ? liveLine(terminal, title, record, total, start) : plainLines(terminal, title, record, start);
}

function liveLine(
  terminal: Terminal,
  title: string,
  record: RunRecord,
  total: number | undefined,
  start: number,
): Progress {
  const clear = "\r\u001b[2K";
  return {
    ended: () => undefined,
    tick: (now) => {
      const line = `${title} ${statusLine(record, total, start, now)}`;
      // A terminal of unknown width says 0.
      terminal.write(clear + colours.cyan(line.slice(0, (terminal.columns || 80) - 1)));
    },
    close: () => terminal.write(clear),
  };
}

function plainLines(terminal: Terminal, title: string, record: RunRecord, start: number): Progress {
  let last = start;
  return {
    ended: (step, now) => {
      const verb = PAST[step.op];
      if (!verb) return;
      terminal.write(`${verb} ${describe(step.urn)} (${seconds(now - step.since)})\n`);
      last = now;
    },
    tick: (now) => {
      if (now - last < PLAIN_INTERVAL) return;
      last = now;
      terminal.write(`${title} ${statusLine(record, undefined, start, now)}\n`);
    },
    close: () => undefined,
  };
}

/** `42 of 57 · 1m12s · waiting for aws:lb:LoadBalancer acme-shop-dev-alb (38s) and 3 more`. */
export function statusLine(record: RunRecord, total: number | undefined, start: number, now: number): string {
  const done =
    total === undefined ? `${record.finished} done` : `${record.finished} of ${Math.max(total, record.finished)}`;
  // Components are open as long as their children: what holds the run up is a resource of a provider.
  const [oldest, ...others] = [...record.running.values()].filter((step) =>
    /^(aws|pulumi:providers)/.test(typeOf(step)),
  );
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  const waiting = oldest ? ` · waiting for ${describe(oldest.urn)} (${seconds(now - oldest.since)})${more}` : "";
  return `${done} · ${seconds(now - start)}${waiting}`;
}

function typeOf(step: Step): string {
  return describe(step.urn).split(" ")[0] ?? "";
}

/** `9s` or `1m12s` for a time in milliseconds. */
export function seconds(milliseconds: number): string {
  const whole = Math.round(milliseconds / 1000);
  return whole < 60 ? `${whole}s` : `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, "0")}s`;
}
