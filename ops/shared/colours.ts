import pc from "picocolors";

/** Colours of what goes to the terminal; none where it goes elsewhere, a log of continuous integration included. */
export const colours = pc.createColors(Boolean(process.stderr.isTTY) && !process.env.NO_COLOR);

/** Colours of a result, which goes to the standard output; none where that is a file or a pipe. */
export const resultColours = pc.createColors(Boolean(process.stdout.isTTY) && !process.env.NO_COLOR);
