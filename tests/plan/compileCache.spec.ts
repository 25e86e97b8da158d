import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { packFolder, runCli } from "./support";

const ROOT = path.resolve(__dirname, "../..");

/** A program in TypeScript with a dependency. It tells what it has computed and whether the loader was needed. */
const source = (greeting: string) => `
import { distance } from "fastest-levenshtein";
const greeting: { text: string } = { text: "${greeting}" };
const loader = Object.keys(require.cache).some((file) => file.includes("node_modules/tsx/dist/"));
process.stdout.write(JSON.stringify({ text: greeting.text, distance: distance("kitten", "sitting"), loader }));
`;

class Program {
  readonly main: string;
  readonly args: string[];

  constructor(readonly folder: string) {
    this.main = path.join(folder, "main.ts");
    this.args = ["-r", path.join(ROOT, "plan/preload"), "-r", "tsx/cjs", this.main];
    this.write("hello");
  }

  get cache(): string {
    return path.join(this.folder, "cache");
  }

  write(greeting: string): void {
    writeFileSync(this.main, source(greeting));
  }

  env(cache = this.cache): NodeJS.ProcessEnv {
    return { ...process.env, SLIPWAY_COMPILE_CACHE: cache };
  }

  run(cache?: string): unknown {
    const { stdout, stderr, status } = spawnSync(process.execPath, this.args, {
      cwd: ROOT,
      encoding: "utf8",
      env: this.env(cache),
    });
    assert.deepEqual([status, stderr], [0, ""]);
    return JSON.parse(stdout);
  }

  /** Files of the cache. */
  entries(): string[] {
    const all = readdirSync(this.cache, { recursive: true, withFileTypes: true });
    return all.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  }

  entryOf(file: string): string {
    return this.entries().find((entry) => entry.endsWith(file)) ?? assert.fail(`no entry of ${file}`);
  }
}

/** Only TypeScript below the root is the project's own. */
async function withProgram(use: (program: Program) => void | Promise<void>): Promise<void> {
  mkdirSync(path.join(ROOT, ".slipway"), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, ".slipway", "test-compile-cache-"));
  try {
    await use(new Program(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const COMPILED = { text: "hello", distance: 3, loader: true };
const CACHED = { ...COMPILED, loader: false };

describe("the cache of compiled files", () => {
  it("spares the next process the TypeScript loader and V8's compiler", () =>
    withProgram((program) => {
      assert.deepEqual(program.run(), COMPILED);
      assert.deepEqual(program.run(), CACHED);
      const code = readFileSync(program.entryOf("fastest-levenshtein/mod.js"));
      const javaScript = readFileSync(program.entryOf("main.ts"), "utf8");
      assert.ok(code.length > 1000);
      assert.match(javaScript, /"hello"/);
      assert.doesNotMatch(javaScript, /: \{ text: string \}/);
    }));

  it("compiles a file anew when it has changed, be it by one letter", () =>
    withProgram((program) => {
      program.run();
      program.write("hallo");
      assert.deepEqual(program.run(), { ...COMPILED, text: "hallo" });
      assert.deepEqual(program.run(), { ...CACHED, text: "hallo" });
    }));

  it("does without entries that are empty, cut short, changed, of another file, or no files", () =>
    withProgram((program) => {
      program.run();
      const entryOf = (file: string) => program.entryOf(file);
      const entries = [entryOf("main.ts"), entryOf("fastest-levenshtein/mod.js")];
      const other = readFileSync(entryOf("tsx/dist/cjs/index.cjs"));
      const damages: [name: string, damage: (entry: Buffer) => Buffer][] = [
        ["empty", () => Buffer.alloc(0)],
        ["cut short", (entry) => entry.subarray(0, -100)],
        [
          "changed",
          (entry) => Buffer.from(entry.map((byte, index) => (index === entry.length - 50 ? byte ^ 1 : byte))),
        ],
        ["of another file", () => other],
      ];
      for (const [name, damage] of damages) {
        for (const entry of entries) writeFileSync(entry, damage(readFileSync(entry)));
        assert.deepEqual(program.run(), COMPILED, name);
        assert.deepEqual(program.run(), CACHED, `${name}: not mended`);
      }
      for (const entry of entries) {
        rmSync(entry);
        mkdirSync(entry);
      }
      assert.deepEqual(program.run(), COMPILED);
    }));

  it("does without a folder that cannot be made, and without one where the variable names none", () =>
    withProgram((program) => {
      for (const cache of [path.join(program.main, "cache"), ""]) {
        program.run(cache);
        assert.deepEqual(program.run(cache), COMPILED);
      }
      assert.equal(existsSync(program.cache), false);
    }));

  it("is whole after processes that started together", () =>
    withProgram(async (program) => {
      const outputs = await Promise.all(
        Array.from({ length: 3 }, async () => {
          const child = spawn(process.execPath, program.args, { cwd: ROOT, env: program.env() });
          let output = "";
          for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
          await new Promise((ended) => child.on("close", ended));
          return output;
        }),
      );
      for (const output of outputs) assert.match(output, /^\{"text":"hello","distance":3,"loader":(true|false)\}$/);
      assert.deepEqual(
        program.entries().filter((entry) => /\.\d+$/.test(entry)),
        [],
      );
      assert.deepEqual(program.run(), CACHED);
    }));

  it("is written before the end by a process that is going to be killed, as policy packs are", () =>
    withProgram(async (program) => {
      writeFileSync(program.main, `${source("hello")}\nsetInterval(() => undefined, 1000);`);
      const child = spawn(process.execPath, program.args, { cwd: ROOT, env: program.env(), stdio: "ignore" });
      const isWritten = () => existsSync(program.cache) && program.entries().some((entry) => entry.endsWith("main.ts"));
      while (child.exitCode === null && !isWritten()) await new Promise((resolve) => setTimeout(resolve, 20));
      assert.ok(isWritten());
      child.kill();
      await new Promise((ended) => child.on("close", ended));
    }));

  it("changes no byte of a plan, nor the lines that it names", () =>
    withProgram((program) => {
      const args = [
        "network",
        "secrets",
        "unexpected",
        "--format",
        "json",
        "--policy-pack",
        packFolder("packs/strict"),
      ];
      const [none, cold, warm] = ["", program.cache, program.cache].map((cache) =>
        runCli(args, undefined, { SLIPWAY_COMPILE_CACHE: cache }),
      );
      assert.match(none?.stdout ?? "", /scenarios\/unexpected\.ts:5: TypeError/);
      assert.deepEqual([cold?.stdout, cold?.stderr], [none?.stdout, none?.stderr]);
      assert.deepEqual([warm?.stdout, warm?.stderr], [none?.stdout, none?.stderr]);
    }));
});
