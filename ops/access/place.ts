/** Something that a shell can be opened on: an instance, or a container of a running task. */
export type Place =
  | { kind: "instance"; name: string; id: string }
  | {
      kind: "container";
      /** Service and container, e.g. `acme-shop-dev-web/web`. */
      name: string;
      cluster: string;
      task: string;
      container: string;
      /** Whether ECS Exec is on for the task. */
      isOpen: boolean;
    };

/** What the command asks of the account; the SDK answers, or a test. */
export interface PlaceFinder {
  /** Running instances and containers of the stack. */
  places(): Promise<Place[]>;
}

/** A line that tells a place from others. */
export function describePlace(place: Place): string {
  return place.kind === "instance"
    ? `${place.name}  instance ${place.id}`
    : `${place.name}  task ${place.task}${place.isOpen ? "" : "  (ECS Exec is off)"}`;
}
