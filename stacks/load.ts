import * as pulumi from "@pulumi/pulumi";
import type { LoadedStack } from "./loadedStack";
import { readSiblings } from "./settings/siblings";
import { resolveStack, SettingsError } from "./settings/resolve";
import { NAMESPACE } from "./settings/decode";

/** The SDK knows which keys are secret, but its typings do not say so. */
const runtime = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/**
 * Reads and checks the settings of the running stack. The only reader of `pulumi.Config`.
 *
 * @throws pulumi.RunError with all problems of the settings, before any resource exists
 */
export function loadStack(): LoadedStack {
  const stack = pulumi.getStack();
  const config = pulumi.runtime.allConfig();
  const secretKeys = Object.keys(config).filter((key) => runtime.isConfigSecret(key));
  // Stack files may stand beside Pulumi.yaml or in a folder of their own, which the plan and the sandbox name.
  const directory = process.env.SLIPWAY_CONFIG_DIR ?? process.cwd();
  try {
    const { secrets, ...checked } = resolveStack({
      stack,
      config,
      secretKeys,
      siblings: readSiblings(directory, stack),
    });
    const values = new pulumi.Config(NAMESPACE);
    return { ...checked, ...Object.fromEntries(secrets.map((name) => [name, values.requireSecret(name)])) };
  } catch (error) {
    if (error instanceof SettingsError) throw new pulumi.RunError(error.message);
    throw error;
  }
}
