/** Instances of one name, or tasks of one service. */
export interface Running {
  name: string;
  running: number;
  wanted: number;
  /** What else is wrong, e.g. `its deployment failed`. */
  trouble?: string;
}

/** The alarms of a stack. */
export interface Alarms {
  count: number;
  ringing: string[];
}

/** What the command asks about a stack itself; the SDK answers, or a test. */
export interface StackAccount {
  services(): Promise<Running[]>;
  instances(): Promise<Running[]>;
  alarms(): Promise<Alarms>;
}

/** A part of a stack as it is now. */
export interface Part {
  kind: "service" | "instances" | "alarms";
  name: string;
  healthy: boolean;
  /** In words, e.g. `3/3 tasks`. */
  detail: string;
}

/** Asks the account how the parts of a stack are. A stack of which nothing is there has none. */
export async function partsOf(account: StackAccount): Promise<Part[]> {
  const [services, instances, alarms] = await Promise.all([account.services(), account.instances(), account.alarms()]);
  return [
    ...services.map((one) => runningPart("service", one, "tasks")),
    ...instances.map((one) => runningPart("instances", one, "well")),
    ...(alarms.count > 0 ? [alarmPart(alarms)] : []),
  ];
}

function runningPart(kind: Part["kind"], { name, running, wanted, trouble }: Running, what: string): Part {
  const detail = `${running}/${wanted} ${what}${trouble ? `, ${trouble}` : ""}`;
  return { kind, name, healthy: running >= wanted && !trouble, detail };
}

function alarmPart({ count, ringing }: Alarms): Part {
  const detail =
    ringing.length > 0 ? `${ringing.length} of ${count} in alarm: ${ringing.join(", ")}` : `none of ${count} in alarm`;
  return { kind: "alarms", name: "", healthy: ringing.length === 0, detail };
}
