import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { PulumiStack } from "../../ops/shared/pulumiStack";

/** A CLI whose backend has no stack, and makes one where it has a key for its secrets; it writes down how it is called. */
const CLI = `#!/bin/sh
case "$*" in
  "stack export"*) echo "error: no stack named 'uat' found" >&2; exit 1 ;;
  *--secrets-provider*) echo "$*" >"$SLIPWAY_CONFIG_DIR/called" ;;
  *) echo "error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE" >&2; exit 1 ;;
esac
`;

describe("a stack that does not exist yet", () => {
  const { PATH } = process.env;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-stack-"));
    writeFileSync(join(folder, "pulumi"), CLI);
    chmodSync(join(folder, "pulumi"), 0o755);
    process.env.PATH = [folder, PATH].join(delimiter);
  });
  afterEach(() => {
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  });

  const ensure = (settings: string) => {
    writeFileSync(join(folder, "Pulumi.uat.yaml"), settings);
    return new PulumiStack("uat", folder, () => undefined).ensure();
  };

  it("is made with the secrets provider of its file", async () => {
    await ensure("secretsprovider: awskms:///alias/uat?region=us-west-2\nconfig: {}\n");
    assert.equal(
      readFileSync(join(folder, "called"), "utf8"),
      "stack init uat --no-select --non-interactive --secrets-provider awskms:///alias/uat?region=us-west-2\n",
    );
  });

  it("needs a key for its secrets where the backend keeps none, and says how to give it one", async () => {
    await assert.rejects(ensure("config: {}\n"), {
      name: "Error",
      message: [
        'stack "uat" cannot be made: its backend keeps no key for its secrets. Give it one, either',
        '  of AWS KMS: pulumi stack init uat --secrets-provider "awskms:///KEY-ARN?region=REGION"',
        `    or write into ${join(folder, "Pulumi.uat.yaml")}: secretsprovider: "awskms:///KEY-ARN?region=REGION"`,
        "  or a passphrase: in the environment variable PULUMI_CONFIG_PASSPHRASE",
      ].join("\n"),
    });
  });
});
