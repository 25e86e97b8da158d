import { z } from "zod";

/** A resource as the state records it. */
const Resource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().optional(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});
export type StateResource = z.infer<typeof Resource>;

const Export = z.object({ deployment: z.object({ resources: z.array(Resource).optional() }).nullish() });

/** The resources in what `pulumi stack export` prints, without the stack itself and the providers. */
export function resourcesIn(exported: string): StateResource[] {
  const resources = Export.parse(JSON.parse(exported)).deployment?.resources ?? [];
  return resources.filter(({ type }) => !type.startsWith("pulumi:"));
}

/** `aws:sns:Topic acme-shop-dev-operations` of a URN. */
export function describe(urn: string): string {
  const parts = urn.split("::");
  const type = (parts[2] ?? "").split("$").at(-1) ?? "";
  return `${shortType(type)} ${parts.slice(3).join("::")}`;
}

/** `aws:sns:Topic` of `aws:sns/topic:Topic`. */
export function shortType(type: string): string {
  return type.replace(/\/[^:]+/, "");
}
