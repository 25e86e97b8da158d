import pc from "picocolors";

/** For what is not shown on a terminal. */
export const PLAIN = pc.createColors(false);
