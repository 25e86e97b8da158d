import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { buildspecOf } from "../../../components/crossRegionPipeline/build/buildspec";

const REPOSITORY = "123456789012.dkr.ecr.us-west-2.amazonaws.com/twig-api";

/** A machine with stand-ins for `docker` and `aws` that write down how they are called. */
class Machine {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "slipway-build-"));

  /** @param known images that the registry has */
  constructor(known: string[] = [], failing = "") {
    mkdirSync(path.join(this.#folder, "bin"));
    this.#command("aws", 'echo "password"');
    this.#command(
      "docker",
      [
        `echo "$*" >>"${this.#folder}/docker.log"`,
        'case "$1" in',
        "login) cat >/dev/null ;;",
        `manifest) [[ " ${known.join(" ")} " == *" $3 "* ]] ;;`,
        "esac",
        `[[ "$1" != "${failing}" ]]`,
      ].join("\n"),
    );
  }

  #command(name: string, body: string): void {
    const file = path.join(this.#folder, "bin", name);
    writeFileSync(file, `#!/usr/bin/env bash\nset -e\n${body}\n`);
    chmodSync(file, 0o755);
  }

  /** Runs the command of the buildspec as CodeBuild does. */
  build(version: string) {
    const { buildspec } = buildspecOf({ kind: "image", repository: "twig-api", container: "api" });
    const { phases } = JSON.parse(buildspec!) as { phases: { build: { commands: [string] } } };
    const { status, stderr } = spawnSync("bash", ["-c", phases.build.commands[0]], {
      cwd: this.#folder,
      encoding: "utf8",
      env: {
        PATH: `${this.#folder}/bin:${process.env.PATH}`,
        REPOSITORY,
        CONTAINER: "api",
        CODEBUILD_RESOLVED_SOURCE_VERSION: version,
      },
    });
    return { status, stderr, calls: this.#read("docker.log").trim().split("\n") };
  }

  get definitions(): unknown {
    return JSON.parse(this.#read("imagedefinitions.json"));
  }

  #read(file: string): string {
    return readFileSync(path.join(this.#folder, file), "utf8");
  }
}

describe("Build of an image", () => {
  it("T12 pushes it under the commit's id, and says which container gets it", () => {
    const machine = new Machine();
    const { status, stderr, calls } = machine.build("4b36b9c");
    assert.equal(status, 0, stderr);
    assert.deepEqual(calls, [
      "login --username AWS --password-stdin 123456789012.dkr.ecr.us-west-2.amazonaws.com",
      `manifest inspect ${REPOSITORY}:4b36b9c`,
      `build --tag ${REPOSITORY}:4b36b9c .`,
      `push ${REPOSITORY}:4b36b9c`,
    ]);
    assert.deepEqual(machine.definitions, [{ name: "api", imageUri: `${REPOSITORY}:4b36b9c` }]);
  });

  it("T12 takes the image that is there when an execution is repeated, since tags never move", () => {
    const machine = new Machine([`${REPOSITORY}:4b36b9c`]);
    const { status, stderr, calls } = machine.build("4b36b9c");
    assert.equal(status, 0, stderr);
    assert.ok(!calls.some((call) => /^(build|push)/.test(call)), calls.join("\n"));
    assert.deepEqual(machine.definitions, [{ name: "api", imageUri: `${REPOSITORY}:4b36b9c` }]);
  });

  it("L1 makes tags of versions of S3 objects that a tag could not be", () => {
    const machine = new Machine();
    assert.equal(machine.build(".pQ/x+1").status, 0);
    assert.deepEqual(machine.definitions, [{ name: "api", imageUri: `${REPOSITORY}:v.pQ-x-1` }]);
  });

  for (const step of ["login", "build", "push"]) {
    it(`fails when docker ${step} fails, and names no image to deploy`, () => {
      const machine = new Machine([], step);
      assert.notEqual(machine.build("4b36b9c").status, 0);
      assert.throws(() => machine.definitions);
    });
  }
});
