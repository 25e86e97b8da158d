/** Where the parts of the picture are, from left to right; from top to bottom they take the room that they need. */
export const WIDTH = 1000;
export const MARGIN = 20;
export const PAD = 12;

/** The network, and the region's services beside it. */
export const NETWORK = { x: 36, width: 632 };
export const SERVICES = { x: 684, width: 280 };

/** What is before the load balancer: requests come down its middle. */
export const FRONT = { x: 130, width: 180, middle: 220 };
export const HEALTH_CHECK = { x: 336, width: 162 };
export const OTHER_REGION = { x: 522, width: WIDTH - MARGIN - 522 };

/** A part of the picture, and where it ends. */
export interface Part {
  lines: string[];
  bottom: number;
}
