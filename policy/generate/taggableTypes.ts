import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { version } from "@pulumi/aws/package.json";

const MAP_OF_TAGS = /^ {4}tags\?: pulumi\.Input<\{\s+\[key: string\]: pulumi\.Input<string>;\s+\} \| undefined>;/m;

/** Which resource types of the installed AWS provider take tags as a map of texts; nothing in it says so at run time. */
export interface TaggableTypes {
  /** Version of `@pulumi/aws` that the types were read from. */
  readonly provider: string;
  /** Type tokens, sorted. */
  readonly types: readonly string[];
}

/** Reads the table from the typings of the installed provider: each class's arguments, and the token beside it. */
export function readTaggableTypes(): TaggableTypes {
  const root = dirname(require.resolve("@pulumi/aws/package.json"));
  const modules = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== "types",
  );
  const types = modules.flatMap(({ name }) =>
    readdirSync(join(root, name))
      .filter((file) => file.endsWith(".d.ts"))
      .flatMap((file) => taggableType(join(root, name, file))),
  );
  return { provider: version, types: types.sort() };
}

function taggableType(file: string): string[] {
  const typings = readFileSync(file, "utf8");
  if (!typings.includes("extends pulumi.CustomResource")) return [];
  const args = typings.slice(typings.search(/^export interface \w+Args \{/m));
  if (!MAP_OF_TAGS.test(args)) return [];
  const token = /__pulumiType = '([^']+)'/.exec(readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8"))?.[1];
  if (!token) throw new Error(`${file}: a resource class without a type token`);
  return [token];
}
