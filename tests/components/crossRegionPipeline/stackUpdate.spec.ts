import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse } from "yaml";

const BUILDSPEC = path.join(__dirname, "../../../components/crossRegionPipeline/targets/pulumi/buildspec.yml");

interface Buildspec {
  phases: Record<string, { commands: string[] }>;
}

/** Runs the commands as CodeBuild does, in one shell that ends at the first failure, and returns what was called. */
function run(folder: string, environment: Record<string, string>): { code: number | null; calls: string[] } {
  const { phases } = parse(readFileSync(BUILDSPEC, "utf8")) as Buildspec;
  const script = Object.values(phases)
    .flatMap(({ commands }) => commands)
    .join("\n");
  const { status } = spawnSync("bash", ["-e", "-c", script], {
    cwd: folder,
    env: { PATH: `${folder}/bin:${process.env.PATH}`, CODEBUILD_SRC_DIR: folder, ...environment },
  });
  const calls = path.join(folder, "calls");
  return { code: status, calls: existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [] };
}

describe("The build that updates a stack", () => {
  let folder: string;
  const environment = {
    STACK: "acme/slipway/staging",
    CONFIG_DIR: "examples/twig",
    CODEBUILD_RESOLVED_SOURCE_VERSION: "4f2c1",
    CODEBUILD_INITIATOR: "codepipeline/twig",
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "slipway-build-"));
    mkdirSync(path.join(folder, "bin"));
    for (const command of ["npm", "pulumi"]) {
      const file = path.join(folder, "bin", command);
      writeFileSync(
        file,
        `#!/bin/bash\necho "${command} $*" >> "${folder}/calls"\n[[ "$*" != "$FAIL"* || -z "$FAIL" ]]\n`,
      );
      chmodSync(file, 0o755);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("T12 updates the stack with its settings, and with the project's policies where it has any", () => {
    const update =
      "pulumi up --yes --skip-preview --non-interactive --suppress-outputs " +
      `--config-file ${folder}/examples/twig/Pulumi.staging.yaml`;
    const said = "--message 4f2c1 by codepipeline/twig";
    const first = ["npm ci --no-audit --no-fund", "pulumi stack select acme/slipway/staging"];
    assert.deepEqual(run(folder, environment), { code: 0, calls: [...first, `${update} ${said}`] });
    rmSync(path.join(folder, "calls"));
    mkdirSync(path.join(folder, "policy"));
    assert.deepEqual(run(folder, environment).calls.at(-1), `${update} --policy-pack policy ${said}`);
  });

  it("fails where a step fails, and does not go on", () => {
    const { code, calls } = run(folder, { ...environment, FAIL: "stack select" });
    assert.notEqual(code, 0);
    assert.equal(calls.length, 2);
    assert.notEqual(run(folder, { ...environment, FAIL: "up" }).code, 0);
  });
});
