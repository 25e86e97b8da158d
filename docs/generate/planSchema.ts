import { z } from "zod";
import { planDocument } from "../../plan/render/documentSchema";

/** JSON schema of what `npm run plan -- --format json` prints. */
export function planSchema(): string {
  // As input: readers of one version can read what later ones add.
  const schema = z.toJSONSchema(planDocument, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    reused: "ref",
  });
  return `${JSON.stringify({ title: "A plan of Slipway", ...schema }, null, 2)}\n`;
}
