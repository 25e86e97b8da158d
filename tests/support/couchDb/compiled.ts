import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

let folder: string | undefined;

/** The server as a file that Node.js runs as it is: it starts often, and a compiler at each start takes most of the time. */
export function serverFile(): string {
  folder ??= compile();
  return path.join(folder, "server.js");
}

function compile(): string {
  const target = mkdtempSync(path.join(tmpdir(), "slipway-server-"));
  process.once("exit", () => rmSync(target, { recursive: true, force: true }));
  for (const module of ["server", "store", "appendOnlyFile"]) {
    const source = readFileSync(path.join(__dirname, `${module}.ts`), "utf8");
    const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
    writeFileSync(path.join(target, `${module}.js`), transpileModule(source, { compilerOptions }).outputText);
  }
  return target;
}
