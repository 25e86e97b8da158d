import { StepError } from "./errors";

/** What becomes of a refresh: it succeeds, fails with or without AWS's own rollback, or it, or its rollback, never ends. */
export type Fate = "Successful" | "RollbackSuccessful" | "Failed" | "stuck" | "rollback stuck";

interface Refresh {
  InstanceRefreshId: string;
  Status: string;
  StatusReason?: string;
  PercentageComplete: number;
}

/** An instance in service. */
interface Instance {
  version: string;
  inService: boolean;
}

/**
 * An Auto Scaling group that replaces its instances as EC2 Auto Scaling does with 100 % healthy at least: a new one starts
 * and gets healthy first, then an old one ends. Each look at a refresh is a step forward.
 */
export class Group {
  readonly refreshes: (Refresh & { desired: string; fate: Fate })[] = [];
  instances: Instance[];
  /** Fewest instances that were in service at any time. */
  fewestInService: number;
  /** What becomes of the next refreshes, in turn; success after that. */
  fates: Fate[] = [];

  constructor(
    readonly name: string,
    readonly template: string,
    public version: string,
    readonly size: number,
  ) {
    this.instances = Array.from({ length: size }, () => ({ version, inService: true }));
    this.fewestInService = size;
  }

  start(desired: string): string {
    if (this.refreshes.some(({ Status }) => isRunning(Status))) {
      throw new StepError("AutoScaling.InstanceRefreshInProgressException", `a refresh of ${this.name} is in progress`);
    }
    const InstanceRefreshId = `${this.name}-refresh-${this.refreshes.length + 1}`;
    const fate = this.fates.shift() ?? "Successful";
    this.refreshes.unshift({ InstanceRefreshId, Status: "Pending", PercentageComplete: 0, desired, fate });
    return InstanceRefreshId;
  }

  /** The last refreshes first, each a step further than at the last look. */
  look(): Refresh[] {
    const [last] = this.refreshes;
    if (last) this.#advance(last);
    return this.refreshes.map(({ InstanceRefreshId, Status, StatusReason, PercentageComplete }) => ({
      InstanceRefreshId,
      Status,
      PercentageComplete,
      ...(StatusReason !== undefined && { StatusReason }),
    }));
  }

  rollBack(): void {
    const [last] = this.refreshes;
    if (!last || !isRunning(last.Status)) {
      throw new StepError(
        "AutoScaling.ActiveInstanceRefreshNotFoundException",
        `no refresh of ${this.name} is in progress`,
      );
    }
    last.Status = "RollbackInProgress";
  }

  #advance(refresh: (typeof this.refreshes)[number]): void {
    const { Status, fate, desired } = refresh;
    if (Status === "Pending") refresh.Status = "InProgress";
    else if (Status === "RollbackInProgress") {
      if (fate === "rollback stuck") return;
      this.#replace((one) => one.version !== this.version, this.version, Infinity);
      refresh.Status = "RollbackSuccessful";
    } else if (Status === "InProgress") {
      this.#replace((one) => one.version !== desired, desired, 1);
      const done = this.instances.filter(({ version }) => version === desired).length;
      refresh.PercentageComplete = Math.floor((100 * done) / this.size);
      if (fate === "stuck") return;
      if (fate === "RollbackSuccessful" || fate === "rollback stuck")
        Object.assign(refresh, { Status: "RollbackInProgress", StatusReason: "alarm" });
      else if (fate === "Failed") Object.assign(refresh, { Status: "Failed", StatusReason: "instances are unhealthy" });
      else if (done === this.size) {
        // Only now does the group itself change.
        refresh.Status = "Successful";
        this.version = desired;
      }
    }
  }

  #replace(isOld: (instance: Instance) => boolean, version: string, most: number): void {
    for (let replaced = 0; replaced < most; replaced++) {
      const old = this.instances.find((one) => isOld(one));
      if (!old) return;
      this.instances.push({ version, inService: true });
      this.instances.splice(this.instances.indexOf(old), 1);
      this.fewestInService = Math.min(this.fewestInService, this.instances.filter(({ inService }) => inService).length);
    }
  }
}

const isRunning = (status: string): boolean =>
  ["Pending", "InProgress", "RollbackInProgress", "Baking"].includes(status);
