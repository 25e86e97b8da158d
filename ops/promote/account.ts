import type { PromotionRecord } from "./record";

/** State of a promotion's execution. */
export interface Execution {
  arn: string;
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT` or `ABORTED`. */
  status: string;
  started: Date;
  stopped?: Date;
  error?: string;
  cause?: string;
}

/** A fleet as it is now. */
export interface FleetState {
  group: string;
  /** Version of the launch template that the group has. */
  version: string;
  /** Instances in service by template version. */
  inService: Record<string, number>;
  /** The last instance refresh. */
  refresh?: { status: string; percent: number };
}

/** What the commands ask of the account; the SDK answers, or a test. */
export interface PromotionAccount {
  /** Starts an execution; returns its ARN. */
  start(input: object): Promise<string>;
  execution(arn: string): Promise<Execution>;
  /** The last executions, newest first. */
  executions(most: number): Promise<Execution[]>;
  /** Names of the states that an execution has entered, in order. */
  steps(arn: string): Promise<string[]>;
  record(): Promise<PromotionRecord>;
  approve(token: string): Promise<void>;
  reject(token: string, reason: string): Promise<void>;
  fleets(): Promise<FleetState[]>;
  /** Value of a parameter with an image's id; undefined if there is none. */
  image(parameter: string, region?: string): Promise<string | undefined>;
}
