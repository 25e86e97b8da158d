import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { DATA_TYPES } from "../../../plan/data";

const ROOT = path.join(__dirname, "../../..");
const SDK = path.dirname(require.resolve("@pulumi/aws/package.json"));

/** Types of the AWS provider that the components create, and those that hold data. */
export function comparedTypes(): string[] {
  const created = filesBelow("components").flatMap((file) => {
    const classes = readFileSync(file, "utf8").matchAll(/new aws\.([a-z0-9A-Z]+)\.([A-Z]\w+)\(/g);
    return [...classes].map(([, module, name]) => typeOfClass(module!, name!));
  });
  return [...new Set([...created, ...DATA_TYPES])].filter((type) => type.startsWith("aws:")).sort();
}

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(ROOT, folder, file));
}

function typeOfClass(module: string, name: string): string {
  const source = readFileSync(path.join(SDK, module, `${name[0]!.toLowerCase()}${name.slice(1)}.js`), "utf8");
  const [, type] = /__pulumiType = '([^']+)'/.exec(source) ?? [];
  if (type === undefined) throw new Error(`aws.${module}.${name}: the SDK's class has no type`);
  return type;
}
