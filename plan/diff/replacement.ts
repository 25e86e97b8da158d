import type { PlannedResource } from "../model";
import { packageOf } from "../urn";
import table from "./replacements.json";

/** What the provider says of a resource type; paths as `ebsBlockDevices[*].volumeSize`, an argument stands for all in it. */
export interface Replacements {
  /** A change replaces the resource. */
  replace: string[];
  /** It could not say. */
  unknown: string[];
}

/** What `npm run generate:replacements` learns from the AWS provider. */
export interface ReplacementTable {
  /** Version of `@pulumi/aws`. */
  sdk: string;
  types: Record<string, Replacements>;
}

const TYPES: ReplacementTable["types"] = table.types;

/** What the provider does not tell of a made-up resource, although it replaces for it. */
const FURTHER: Record<string, string[]> = { "aws:ecs/taskDefinition:TaskDefinition": ["volumes"] };

/** Replaced only if another argument of the resource is so. */
const CONDITIONS: Record<string, { properties: string[]; argument: string; is: boolean }> = {
  "aws:ec2/instance:Instance": {
    properties: ["userData", "userDataBase64"],
    argument: "userDataReplaceOnChange",
    is: true,
  },
  "aws:ecs/service:Service": {
    properties: ["capacityProviderStrategies"],
    argument: "forceNewDeployment",
    is: false,
  },
};

/**
 * Whether a change of a property replaces the resource: `maybe` for a type or a property that the table does not know.
 *
 * @param property path in the arguments, e.g. `volumes[*].name`
 */
export function replacedBy(resource: PlannedResource, property: string): "yes" | "maybe" | undefined {
  const { type, inputs, options } = resource;
  if (options.replaceOnChanges?.some((path) => path === "*" || covers(path, property))) return "yes";
  const condition = CONDITIONS[type];
  if (condition?.properties.some((path) => covers(path, property)))
    return (inputs[condition.argument] === true) === condition.is ? "yes" : undefined;
  // A stack's provider decides about the resources that use it.
  if (type.startsWith("pulumi:")) return undefined;
  const known = TYPES[type];
  if (known === undefined) return packageOf(type) === "aws" && /^tags\b/.test(property) ? undefined : "maybe";
  if ([...known.replace, ...(FURTHER[type] ?? [])].some((path) => covers(path, property))) return "yes";
  return known.unknown.some((path) => covers(path, property)) ? "maybe" : undefined;
}

/** Whether `property` is what `path` names, or a part of it, or has it as a part. */
export function covers(path: string, property: string): boolean {
  const [first, second] = [segments(path), segments(property)];
  return first.slice(0, second.length).every((segment, index) => segment === second[index]);
}

function segments(path: string): string[] {
  return path.replaceAll(/\[[^\]]*\]/g, ".*").split(".");
}
