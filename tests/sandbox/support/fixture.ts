import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandbox, type Ended, type Watch } from "./sandbox";

/** A stack `dev` of the fixtures, in a folder of its own, which a test changes as a user would. */
export interface Fixture {
  readonly configDir: string;
  readonly settingsFile: string;
  /** Runs a command of the sandbox over the stack. */
  readonly run: (command: string, flags?: readonly string[], watch?: Watch) => Promise<Ended>;
  /** Changes the settings: puts `to` in place of `from`, which has to be there. */
  readonly edit: (from: string | RegExp, to: string) => void;
}

/** Copies the folder `name` of the fixtures. */
export function fixture(name: string): Fixture {
  const configDir = mkdtempSync(join(tmpdir(), `slipway-${name}-`));
  cpSync(join(__dirname, "../fixtures", name), configDir, { recursive: true });
  const settingsFile = join(configDir, "Pulumi.dev.yaml");
  return {
    configDir,
    settingsFile,
    run: (command, flags = [], watch = {}) => sandbox([command, "dev", "--config-dir", configDir, ...flags], watch),
    edit: (from, to) => {
      const text = readFileSync(settingsFile, "utf8");
      const changed = text.replace(from, to);
      assert.notEqual(changed, text, `the settings have no ${from}`);
      writeFileSync(settingsFile, changed);
    },
  };
}
