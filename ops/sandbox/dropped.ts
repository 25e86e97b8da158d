import { readFile, rm, writeFile } from "node:fs/promises";
import { z } from "zod";

const DroppedInput = z.object({ type: z.string(), name: z.string(), property: z.string() });

/**
 * An input that the engine has recorded and the emulated account never got: the provider plugin is older than the SDK and
 * does not know it. A plugin tells by a line of JSON in the file that AWS_PROVIDER_DROPPED names.
 */
export type DroppedInput = z.infer<typeof DroppedInput>;

/** Makes the file empty. It will have values, also secret ones: nobody else may read it. */
export async function expectDropped(file: string): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, "", { flag: "wx", mode: 0o600 });
}

/** Reads and deletes the file. Each input once, without its value. */
export async function takeDropped(file: string): Promise<DroppedInput[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter(Boolean);
  await rm(file);
  const inputs = lines.map((line) => DroppedInput.parse(JSON.parse(line)));
  return [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()];
}
