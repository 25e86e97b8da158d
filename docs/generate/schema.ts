import { z } from "zod";
import { configKey, NAMESPACE } from "../../stacks/settings/decode";
import { secretSettings, settingsSchema } from "../../stacks/settings/schema";

type Node = Record<string, unknown>;

/** The settings' JSON schema, without the parts that JSON cannot say. */
export function settingsNode(): Node {
  return z.toJSONSchema(settingsSchema, { io: "input", target: "draft-7" });
}

/** JSON schema of `Pulumi.<stack>.yaml` files: what editors complete and underline. */
export function stackFileSchema(): string {
  const { properties, required } = settingsNode() as { properties: Node; required: string[] };
  const secrets = Object.entries(secretSettings).map(([name, description]) => [
    configKey(name),
    {
      type: "object",
      description,
      properties: { secure: { type: "string" } },
      required: ["secure"],
      additionalProperties: false,
    },
  ]);
  const settings = Object.entries(properties).map(([name, node]) => [configKey(name), node]);
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Settings of a Slipway stack",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries([...settings, ...secrets]) as Node,
        required: required.map(configKey),
        // Other namespaces (aws:profile, …) are Pulumi's and the providers'; unknown keys of ours are mistakes.
        patternProperties: { [`^(?!${NAMESPACE}:)`]: {} },
        additionalProperties: false,
      },
    },
    required: ["config"],
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
