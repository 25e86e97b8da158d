import type { Pipeline, Service, Store } from "./stores";

/** Objects or images up to which a store is counted. */
export const COUNTED = 1000;

/** What the command asks of the account, and does to it; the SDK answers, or a test. */
export interface StoreAccount {
  /** Objects with all their versions, or images; at most {@link COUNTED}, and 0 of what does not exist. */
  count(store: Store): Promise<number>;
  /** Deletes all of them. */
  empty(store: Store): Promise<void>;
  /** Ids of executions that have not ended. */
  running(pipeline: Pipeline): Promise<string[]>;
  /** Whether a service exists and is not being deleted. */
  isActive(service: Service): Promise<boolean>;
}
