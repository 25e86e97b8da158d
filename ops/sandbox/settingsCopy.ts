import { stringify } from "yaml";
import type { StackConfig } from "../../plan/stackConfig";

/** The settings that the engine gets in place of the user's file, which is never touched. */
export interface SettingsCopy {
  /** YAML of a `Pulumi.<stack>.yaml` without the secret settings. */
  readonly text: string;
  /** The secret settings with stand-ins for what the sandbox cannot decrypt; to be encrypted with its own passphrase. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Settings of the `aws` provider that were left out: the sandbox has its own account and endpoint. */
  readonly leftOut: readonly string[];
}

/** Settings of the `aws` provider that mean the same on an emulated account; all others choose accounts or endpoints. */
const KEPT_PROVIDER_SETTINGS = ["aws:region", "aws:defaultTags", "aws:ignoreTags"];

/** What the provider needs to accept an emulator: no token service, no metadata service, buckets by path. */
const PROVIDER_FLAGS: Readonly<Record<string, string>> = {
  "aws:skipCredentialsValidation": "true",
  "aws:skipMetadataApiCheck": "true",
  "aws:s3UsePathStyle": "true",
};

/**
 * Makes the sandbox's copy of a stack's settings.
 *
 * @param config the settings as the engine would hand them to the program, with a stand-in for each secret
 * @param overrides settings to change for this run
 * @param encryptionsalt the salt of the previous copy, which decrypts the secrets in the recorded state
 */
export function copySettings(
  config: StackConfig,
  overrides: Readonly<Record<string, string>>,
  encryptionsalt?: string,
): SettingsCopy {
  const isLeftOut = (key: string) => key.startsWith("aws:") && !KEPT_PROVIDER_SETTINGS.includes(key);
  const kept = Object.entries(config.values).filter(([key]) => !isLeftOut(key));
  const isSecret = ([key]: [string, string]) => config.secretKeys.includes(key);
  const plain = Object.fromEntries(kept.filter((entry) => !isSecret(entry)));
  const copy = { config: { ...plain, ...PROVIDER_FLAGS, ...overrides }, ...(encryptionsalt ? { encryptionsalt } : {}) };
  return {
    text: stringify(copy),
    secrets: Object.fromEntries(kept.filter(isSecret)),
    leftOut: Object.keys(config.values).filter((key) => isLeftOut(key) && !(key in PROVIDER_FLAGS)),
  };
}
