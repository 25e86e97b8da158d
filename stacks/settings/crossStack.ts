import { overlaps, parseCidr } from "../../components/shared/cidr";
import type { Stage } from "../../components/shared/context";
import type { Problem } from "../../components/shared/problems";
import type { ServiceFacts } from "./serviceFacts";

/** What another stack's settings say that matters to this one. */
export interface Sibling {
  /** Name of the stack. */
  stack: string;
  /** Range of its new network, if it has one. */
  cidr?: string;
  /** AWS region. */
  region?: string;
  /** How far from production it is. */
  stage?: Stage;
  /** Its services. */
  services?: ServiceFacts[];
  /** What it has for stacks that are promoted from it: a release box, or images of its own from another stack. */
  releases?: { kind: "releaseBox" | "environment"; from?: string };
}

/** Problems of a network range beside those of the other stacks: networks that may be connected one day must differ. */
export function checkSiblings(cidr: string, siblings: Sibling[]): Problem[] {
  const own = parseCidr(cidr);
  return siblings.flatMap((sibling) => {
    const other = sibling.cidr === undefined ? undefined : parseCidr(sibling.cidr);
    return own && other && overlaps(own, other)
      ? [
          {
            path: "network.cidr",
            reason: `${cidr} overlaps ${sibling.cidr} of stack "${sibling.stack}"; give each stack a range of its own`,
          },
        ]
      : [];
  });
}
