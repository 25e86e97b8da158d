import { z } from "zod";
import type { Operation } from "../diff/model";
import type { PropertyValue } from "../model";
import { SCHEMA_VERSION } from "./renderer";

const value: z.ZodType<PropertyValue> = z.custom<PropertyValue>().meta({
  description:
    "A property as the engine's protocol carries it. The text 04da6b54-80e4-46f7-96ec-b56ff0331ba9 stands for what is known only after `pulumi up`; secrets, assets and references are objects with the key 4dabf18193072939515e22adb298388d.",
});
const properties = z.record(z.string(), value);
const urn = z.string().meta({ description: "URN of a resource" });
const urns = z.array(urn);

const options = z.object({
  remote: z.boolean().optional().meta({ description: "A component whose children only the engine knows" }),
  deleteBeforeReplace: z.boolean().optional(),
  replaceOnChanges: z.array(z.string()).optional(),
  hideDiffs: z.array(z.string()).optional(),
  importId: z.string().optional(),
  version: z.string().optional(),
});

const resource = z.object({
  urn,
  type: z.string(),
  custom: z.boolean().meta({ description: "Managed by a provider; components and the stack are not" }),
  external: z.boolean().optional().meta({ description: "Read by id, not managed by the stack" }),
  id: z.string().optional(),
  parent: urn.optional(),
  provider: z.string().optional().meta({ description: "URN::ID of the provider" }),
  inputs: properties.optional(),
  outputs: properties.optional(),
  dependencies: urns.optional(),
  propertyDependencies: z.record(z.string(), urns).optional(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  additionalSecretOutputs: z.array(z.string()).optional(),
  aliases: urns.optional(),
  deletedWith: urn.optional(),
  replaceWith: urns.optional(),
  ignoreChanges: z.array(z.string()).optional(),
  customTimeouts: z
    .partialRecord(z.enum(["create", "update", "delete"]), z.number())
    .optional()
    .meta({ description: "Seconds" }),
  sourcePosition: z.string().optional().meta({ description: "project:///FILE#LINE,COLUMN" }),
  options: options.optional(),
});

const finding = z.object({
  pack: z.string(),
  rule: z.string(),
  level: z.enum(["advisory", "mandatory"]),
  message: z.string(),
  urn: urn.optional().meta({ description: "Absent when the rule speaks of the stack" }),
});
const findings = z.array(finding);

const policy = z.object({
  packs: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      rules: z.number(),
      disabled: z.number(),
      passed: z.number().meta({ description: "Rules without a finding" }),
    }),
  ),
  failed: findings.meta({ description: "Violations of mandatory rules" }),
  warned: findings.meta({ description: "Violations of advisory rules" }),
  unproven: findings.meta({ description: "Rules that needed a value which is known only after `pulumi up`" }),
  remediated: findings.meta({ description: "Resources whose properties a rule changed" }),
  errors: z.array(z.string()).meta({ description: "Packs and rules that broke" }),
});

const stack = z.object({
  label: z.string(),
  version: z.literal(3).meta({ description: "Version of Pulumi's deployment documents" }),
  deployment: z.object({
    manifest: z.object({ time: z.string(), magic: z.string(), version: z.string() }),
    resources: z.array(resource).meta({ description: "What a resource needs comes before it" }),
    metadata: z.object({}),
  }),
  diagnostics: z.array(
    z.object({ severity: z.enum(["info", "warning", "error"]), message: z.string(), urn: urn.optional() }),
  ),
  problems: z.array(z.string()).meta({ description: "Why the program did not finish; empty for a complete plan" }),
  policy,
});

const propertyChange = z.object({
  path: z
    .string()
    .meta({ description: "E.g. containerDefinitions[web].image: list items by name where they have one" }),
  property: z.string().meta({ description: "Path in the resource's arguments, or below `options`" }),
  before: value.optional(),
  after: value.optional(),
  lines: z.array(z.string()).optional().meta({ description: "Of a text of several lines, those that differ" }),
  because: z.array(z.string()).optional().meta({ description: "Names of replaced resources that it is made of" }),
  replaces: z.enum(["yes", "maybe"]).optional(),
});

const OPERATIONS = ["create", "update", "replace", "may-replace", "delete", "rename"] as const satisfies Operation[];

const resourceChange = z.object({
  operation: z.enum(OPERATIONS),
  urn,
  type: z.string(),
  name: z.string(),
  formerUrn: urn.optional(),
  custom: z.boolean(),
  properties: z.array(propertyChange),
  deleteFirst: z.boolean(),
  source: z.object({ file: z.string(), line: z.number(), column: z.number() }).optional(),
});

const differenceOf = <T extends z.ZodType>(item: T) => z.object({ added: z.array(item), removed: z.array(item) });

const stackDiff = z.object({
  base: z.enum(["planned", "new", "removed", "unknown"]),
  problems: z.array(z.string()).meta({ description: "Why there is nothing to compare" }),
  changes: z.array(resourceChange),
  outputs: z.array(propertyChange),
  dataAtRisk: z.array(
    z.object({
      urn,
      type: z.string(),
      name: z.string(),
      kind: z.enum(["deleted", "replaced", "may be replaced", "no longer protected"]),
      guard: z.enum(["protected", "retained"]).optional(),
    }),
  ),
  missingAliases: z.array(
    z.object({
      type: z.string(),
      from: z.string(),
      to: z.string(),
      alias: z.object({ name: z.string().optional(), parent: urn.optional() }),
      children: z.number(),
    }),
  ),
  security: z.object({
    statements: differenceOf(
      z.object({
        holder: z.string(),
        effect: z.string(),
        principals: z.array(z.string()),
        actions: z.array(z.string()),
        resources: z.array(z.string()),
        condition: z.string().optional(),
      }),
    ),
    access: differenceOf(z.object({ from: z.string(), to: z.string(), ports: z.string() })),
    exposure: differenceOf(z.string()),
    encryption: z.array(z.string()),
    unseen: z.array(z.string()),
  }),
  policy: differenceOf(finding),
});

/** The document of `--format json`. */
export const planDocument = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  label: z.string(),
  stacks: z.record(z.string(), stack),
  diff: z
    .object({ base: z.string(), commit: z.string(), stacks: z.record(z.string(), stackDiff) })
    .optional()
    .meta({ description: "With --base: what differs from that revision" }),
});

export type PlanDocument = z.infer<typeof planDocument>;
export type StackDocument = PlanDocument["stacks"][string];
export type ResourceDocument = z.infer<typeof resource>;
