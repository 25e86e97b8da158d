/** How long something takes at a size. */
export interface Point {
  size: number;
  /** Milliseconds. */
  wall: number;
}

/**
 * How time grows from one size over a middle one to the last: what each thing more costs in the second part, as a
 * multiple of what it costs in the first. 1 is a straight line, whatever is spent before the first thing. Time that grows
 * with the square of the size gives 2.5 for 50, 250 and 500.
 */
export function growth(first: Point, middle: Point, last: Point): number {
  return slope(middle, last) / slope(first, middle);
}

function slope(from: Point, to: Point): number {
  return (to.wall - from.wall) / (to.size - from.size);
}
