import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import type * as slipway from "../../package/exports";
import { ROOT } from "../stacks/stackOf";

/** The parts of package.json that the tests read. */
export interface Manifest {
  name: string;
  version: string;
  license: string;
  engines: { node: string };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}

/** The package.json of a folder of the repository. */
export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(ROOT, folder, "package.json"), "utf8")) as Manifest;
}

/** The example program beside the package that it depends on, as `npm pack` and `npm install` put them. */
class InstalledPackage {
  /** The example's folder. */
  readonly program = mkdtempSync(path.join(tmpdir(), "slipway-package-"));
  /** The unpacked package. */
  readonly folder = path.join(this.program, "node_modules", "slipway");

  /** Builds, packs and unpacks the package, and links what it and the example say that they depend on: nothing else is found. */
  constructor() {
    const example = path.join(ROOT, "examples", "embedded");
    for (const file of ["index.ts", "package.json", "tsconfig.json"]) {
      copyFileSync(path.join(example, file), path.join(this.program, file));
    }
    const pack = ["pack", "./package", "--silent", "--pack-destination", this.program];
    const tarball = execFileSync("npm", pack, { cwd: ROOT, encoding: "utf8", stdio: "pipe" });
    mkdirSync(this.folder, { recursive: true });
    const file = path.join(this.program, tarball.trim().split("\n").at(-1)!);
    execFileSync("tar", ["-xzf", file, "-C", this.folder, "--strip-components", "1"]);
    const own = manifestOf("package");
    const { devDependencies } = manifestOf("examples/embedded");
    const names = Object.keys({ ...own.dependencies, ...own.peerDependencies, ...devDependencies });
    for (const name of names) {
      const link = path.join(this.program, "node_modules", name);
      mkdirSync(path.dirname(link), { recursive: true });
      symlinkSync(path.join(ROOT, "node_modules", name), link, "dir");
    }
  }

  /** What the example gets by `import … from "slipway"`. */
  get exports(): typeof slipway {
    return this.#require("slipway") as typeof slipway;
  }

  /** Runs the example. Returns the outputs of its stack. */
  run(): Record<string, pulumi.Input<unknown>> {
    return this.#require("./index.ts") as Record<string, pulumi.Input<unknown>>;
  }

  get #require(): NodeJS.Require {
    return createRequire(path.join(this.program, "index.js"));
  }
}

let built: InstalledPackage | undefined;

/** The package, built once for all tests that use it, and gone with their process. */
export function installedPackage(): InstalledPackage {
  if (built) return built;
  const { program } = (built = new InstalledPackage());
  process.once("exit", () => rmSync(program, { recursive: true, force: true }));
  return built;
}
