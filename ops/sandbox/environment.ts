import { resolve, sep } from "node:path";
import { devNull } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What the engine's processes are told beside the inherited environment. */
export interface EnvironmentInput {
  /** Port of the emulator on the loopback interface. */
  readonly port: number;
  /** Folder of the file backend, inside `.slipway`. */
  readonly backend: string;
  /** File with the passphrase that encrypts the sandbox's secrets. */
  readonly passphraseFile: string;
  /** Where the provider plugin names inputs that it drops, inside `.slipway`. */
  readonly droppedFile: string;
  /** Folder of the `Pulumi.<stack>.yaml` files, told to the program as SLIPWAY_CONFIG_DIR. */
  readonly configDir: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of Pulumi that name another backend, account or secret than the sandbox's own. */
const PULUMI_OVERRIDES = [
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_API",
  "PULUMI_CONFIG",
  "PULUMI_CONFIG_PASSPHRASE",
  "PULUMI_STACK",
  "PULUMI_CREDENTIALS_PATH",
];

/** The whole environment of the engine: what is inherited, without any trace of a real account, and the emulator. */
export function sandboxEnvironment(inherited: Environment, input: EnvironmentInput): Record<string, string> {
  const kept = Object.entries(inherited).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !entry[0].startsWith("AWS_") && !PULUMI_OVERRIDES.includes(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${input.port}`,
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    // A `[default]` profile can name endpoints and roles of its own: no file is read.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PROVIDER_DROPPED: input.droppedFile,
    PULUMI_BACKEND_URL: pathToFileURL(input.backend).href,
    PULUMI_CONFIG_PASSPHRASE_FILE: input.passphraseFile,
    // Events line by line, as `up` and `destroy` give them.
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
    SLIPWAY_CONFIG_DIR: input.configDir,
  };
}

/** The AWS settings that the sandbox makes; their values are checked below, any other one redirects something. */
const OWN_AWS_SETTINGS: Record<string, (value: string, folder: string) => boolean> = {
  AWS_ENDPOINT_URL: isLoopbackUrl,
  AWS_ACCESS_KEY_ID: (value) => value === "sandbox",
  AWS_SECRET_ACCESS_KEY: (value) => value === "sandbox",
  AWS_CONFIG_FILE: (value) => value === devNull,
  AWS_SHARED_CREDENTIALS_FILE: (value) => value === devNull,
  AWS_EC2_METADATA_DISABLED: (value) => value === "true",
  AWS_PROVIDER_DROPPED: isWithin,
};

/**
 * Why an environment could reach something beyond the loopback interface and the folder `folder`; empty: it cannot.
 * Names variables, never values: they may be credentials.
 */
export function reachProblems(environment: Environment, folder: string): string[] {
  const problems: string[] = [];
  for (const [name, isSafe] of Object.entries(OWN_AWS_SETTINGS)) {
    const value = environment[name];
    if (value === undefined) problems.push(`${name} is not set`);
    else if (!isSafe(value, folder)) problems.push(`${name} is not the sandbox's own`);
  }
  for (const name of Object.keys(environment)) {
    if (name.startsWith("AWS_") && !(name in OWN_AWS_SETTINGS)) problems.push(`${name} may redirect calls to AWS`);
    if (PULUMI_OVERRIDES.includes(name)) problems.push(`${name} names another backend or secret`);
  }
  if (!isFileUrlWithin(environment["PULUMI_BACKEND_URL"], folder)) {
    problems.push(`PULUMI_BACKEND_URL is not a folder below ${folder}`);
  }
  return problems;
}

/** Only literal addresses: a name such as `localhost` is resolved by something that can be changed. */
function isLoopbackUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username } = new URL(value);
  return protocol === "http:" && username === "" && /^(127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function isFileUrlWithin(value: string | undefined, folder: string): boolean {
  if (value === undefined || !URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.protocol !== "file:" || url.host !== "") return false;
  return isWithin(fileURLToPath(url), folder);
}

function isWithin(path: string, folder: string): boolean {
  return resolve(path).startsWith(resolve(folder) + sep);
}
