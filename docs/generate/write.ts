import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { generatedFiles } from "./index";

// `npm run generate`: writes the files that a test compares with their sources.
for (const [file, text] of Object.entries(generatedFiles())) {
  writeFileSync(path.join(__dirname, "..", "..", file), text);
  console.log(`wrote ${file}`);
}
