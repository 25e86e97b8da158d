// Copies what the components read beside their code - scripts, units, templates - to where the compiled code looks for it,
// and the license, which every copy of the package has to have with it.
import { cpSync, copyFileSync, statSync } from "node:fs";
import * as path from "node:path";

const HERE = import.meta.dirname;
const ROOT = path.dirname(HERE);

cpSync(path.join(ROOT, "components"), path.join(HERE, "dist", "components"), {
  recursive: true,
  filter: (source) => statSync(source).isDirectory() || !source.endsWith(".ts"),
});
copyFileSync(path.join(ROOT, "LICENSE"), path.join(HERE, "LICENSE"));
