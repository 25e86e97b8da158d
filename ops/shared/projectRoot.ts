import { resolve } from "node:path";

/** The folder of the program: `index.ts`, `Pulumi.yaml`, `policy/`. */
export const projectRoot = resolve(__dirname, "../..");
