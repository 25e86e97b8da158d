import { readFile, rm, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { DroppedInput } from "../shared/record";

/** What a plugin tells: a line of JSON in the file that AWS_PROVIDER_DROPPED names. */
const Line: z.ZodType<DroppedInput> = z.object({ type: z.string(), name: z.string(), property: z.string() });

/** Makes the file empty. It will have values, also secret ones: nobody else may read it. */
export async function expectDropped(file: string): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, "", { flag: "wx", mode: 0o600 });
}

/** Reads and deletes the file. Each input once, without its value. */
export async function takeDropped(file: string): Promise<DroppedInput[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter(Boolean);
  await rm(file);
  const inputs = lines.map((line) => Line.parse(JSON.parse(line)));
  return [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()];
}
