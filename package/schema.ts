import { secretSettings } from "../stacks/settings/schema";
import { settingsTypes } from "./settingsTypes";

/** Type of the one component that programs in other languages use. */
export const WORKLOAD = "slipway:index:Workload";

/**
 * The schema of the package, which Pulumi generates libraries for other languages from and checks YAML programs by.
 * https://www.pulumi.com/docs/iac/extending-pulumi/schema/
 */
export function packageSchema(version: string): object {
  const { settings, types } = settingsTypes();
  return {
    name: "slipway",
    version,
    displayName: "Slipway",
    description: "Takes software from a release box to production on AWS.",
    license: "Apache-2.0",
    language: { nodejs: { respectSchemaVersion: true }, python: { respectSchemaVersion: true } },
    types,
    resources: {
      [WORKLOAD]: {
        isComponent: true,
        description:
          "Everything that a stack file describes as one component: an environment with its services, file systems, database, fleets and pipelines.",
        inputProperties: {
          environment: {
            type: "string",
            plain: true,
            description: "Name of the environment, third part of every name; the component's own name when left out.",
          },
          settings: {
            ...settings,
            plain: true,
            description: "What there is to be: the settings of a stack file by their keys without namespace.",
          },
          operationsWebhook: { type: "string", secret: true, description: secretSettings.operationsWebhook },
        },
        requiredInputs: ["settings"],
        properties: {
          outputs: {
            type: "object",
            additionalProperties: { $ref: "pulumi.json#/Any" },
            description: "Ids, names and ARNs, by the names of a stack's outputs.",
          },
        },
        required: ["outputs"],
      },
    },
  };
}
