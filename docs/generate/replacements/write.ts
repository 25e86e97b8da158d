import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { version } from "@pulumi/aws/package.json";
import type { ReplacementTable } from "../../../plan/diff/replacement";
import { sorted } from "../../../plan/values";
import { Probe } from "./probe";
import { comparedTypes } from "./types";

const FILE = path.join(__dirname, "../../../plan/diff/replacements.json");

/**
 * `npm run generate:replacements [-- TYPE…]`: asks the AWS provider which properties replace a resource, for the given
 * types or for all. It needs the provider's plugin, `pulumi-resource-aws`, on PATH; no account and no network.
 */
async function main(given: string[]): Promise<void> {
  const types = given.length > 0 ? (JSON.parse(readFileSync(FILE, "utf8")) as ReplacementTable).types : {};
  const probe = new Probe();
  for (const type of given.length > 0 ? given : comparedTypes()) {
    types[type] = await probe.of(type);
    console.log(`${type}: ${types[type].replace.length} replace, ${types[type].unknown.length} unknown`);
    // Kept after each type: the provider may take minutes for all of them.
    writeFileSync(FILE, `${JSON.stringify(sorted({ sdk: version, types }), null, 2)}\n`);
  }
  probe.stop();
  process.exit(0);
}

void main(process.argv.slice(2));
