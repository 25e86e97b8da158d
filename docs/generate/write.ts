import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { generatedFiles } from "./index";

/** `npm run generate`: writes the files that a test compares with their sources. */
async function main(): Promise<void> {
  for (const [file, text] of Object.entries(await generatedFiles())) {
    writeFileSync(path.join(__dirname, "..", "..", file), text);
    console.log(`wrote ${file}`);
  }
}

void main();
