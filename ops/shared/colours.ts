import pc from "picocolors";

/** Colours of what goes to the terminal; none where it goes elsewhere, a log of continuous integration included. */
export const colours = pc.createColors(Boolean(process.stderr.isTTY) && !process.env.NO_COLOR);
