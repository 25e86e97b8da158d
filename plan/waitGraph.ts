/** Who waits for whom, to find a circle before it becomes a wait without end. */
export class WaitGraph {
  readonly #edges = new Map<string, Set<string>>();

  /** Notes that `waiter` waits for `target`, unless that would close a circle: then returns the circle's members. */
  add(waiter: string, target: string): string[] | undefined {
    const way = this.#way(target, waiter);
    if (way) return [waiter, ...way];
    this.#edges.set(waiter, (this.#edges.get(waiter) ?? new Set()).add(target));
    return undefined;
  }

  remove(waiter: string, target: string): void {
    this.#edges.get(waiter)?.delete(target);
  }

  /** The way from one to the other, both included. */
  #way(from: string, to: string): string[] | undefined {
    if (from === to) return [from];
    for (const next of this.#edges.get(from) ?? []) {
      const way = this.#way(next, to);
      if (way) return [from, ...way];
    }
    return undefined;
  }
}
