require("tsx/cjs");
// The SDK reads the pack's version from the working directory, which the engine leaves to be the program's.
process.chdir(__dirname);
require("./pack.ts");
