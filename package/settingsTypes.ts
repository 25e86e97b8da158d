import { z } from "zod";
import { settingsSchema } from "../stacks/settings/schema";

/** A node of the settings' JSON schema, as far as it is translated. */
interface Node {
  description?: string;
  default?: unknown;
  type?: string;
  enum?: (string | number)[];
  const?: string;
  properties?: Record<string, Node>;
  required?: string[];
  additionalProperties?: Node | false;
  items?: Node;
  oneOf?: Node[];
  anyOf?: Node[];
}

/** A type of Pulumi's package schema: a scalar, list or map, or a reference to one of `types`. */
export type TypeSpec = Record<string, unknown>;

/** Types by token. */
export type Types = Record<string, TypeSpec>;

/** Longest list of allowed values that a description names. */
const MAX_LISTED = 12;

/**
 * The settings as types of Pulumi's package schema, so that other languages complete and check them. Defaults stand in the
 * descriptions: filling them in is the component's business.
 */
export function settingsTypes(): { settings: TypeSpec; types: Types } {
  const whole = z.toJSONSchema(settingsSchema.omit({ promotion: true }), { io: "input", target: "draft-7" }) as Node;
  // The component takes the program's `aws:region` where there is none.
  const root = { ...whole, required: whole.required!.filter((key) => key !== "region") };
  const types: Types = {};
  return { settings: typeOf(root, "Settings", types), types };
}

/** The type of a node, which is called `name` where it needs a name; what it consists of is added to `types`. */
function typeOf(node: Node, name: string, types: Types): TypeSpec {
  if (node.oneOf) return unionOf(node.oneOf, name, types);
  if (node.anyOf) return { oneOf: node.anyOf.map((branch) => typeOf(branch, name, types)) };
  if (node.properties) return objectOf(node, name, types);
  if (node.items) return { type: "array", items: plain(typeOf(node.items, singular(name), types)) };
  if (node.additionalProperties) {
    return { type: "object", additionalProperties: plain(typeOf(node.additionalProperties, singular(name), types)) };
  }
  return { type: node.type };
}

function objectOf({ properties = {}, required = [], description }: Node, name: string, types: Types): TypeSpec {
  const own = name === "Settings" ? "" : name;
  const entries = Object.entries(properties).map(([key, node]) => [key, propertyOf(node, own + capital(key), types)]);
  types[`slipway:index:${name}`] = { type: "object", description, properties: Object.fromEntries(entries), required };
  return { $ref: `#/types/slipway:index:${name}` };
}

function propertyOf(node: Node, name: string, types: Types): TypeSpec {
  const allowed = node.enum && node.enum.length <= MAX_LISTED ? `Allowed: ${node.enum.join(", ")}.` : undefined;
  const fallback = node.default === undefined ? undefined : `Default: ${JSON.stringify(node.default)}.`;
  const description = [node.description, allowed, fallback].filter((one) => one !== undefined).join(" ");
  return {
    ...plain(typeOf(node, name, types)),
    ...(node.const !== undefined && { const: node.const }),
    ...(description && { description }),
  };
}

/** The branches of a union, which are told apart by the property that is a constant in each. */
function unionOf(branches: Node[], name: string, types: Types): TypeSpec {
  const [propertyName] = Object.entries(branches[0]!.properties!).find(([, { const: value }]) => value !== undefined)!;
  const mapping = branches.map((branch) => {
    const value = branch.properties![propertyName]!.const!;
    return [value, typeOf(branch, name + capital(value), types).$ref] as const;
  });
  return {
    oneOf: mapping.map(([, $ref]) => ({ $ref })),
    discriminator: { propertyName, mapping: Object.fromEntries(mapping) },
  };
}

/** Settings decide which resources exist: nothing in them may be the output of a resource. */
const plain = (type: TypeSpec): TypeSpec => ({ ...type, plain: true });

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const singular = (word: string): string => word.replace(/s$/, "");
