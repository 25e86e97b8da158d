import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import type { EngineRun } from "../../ops/shared/operate";
import { RunRecord, type Change } from "../../ops/shared/record";
import { inOrder } from "../../ops/shared/riglet";
import { chosenStacks } from "../../ops/shared/riglet";
import { up } from "../../ops/up/up";

const TOPIC = "urn:pulumi:dev::slipway::aws:sns/topic:Topic::acme-shop-dev-operations";

/** A run of the engine, over. */
function ended({ changes = [], errors = [] }: { changes?: Change["op"][]; errors?: string[] } = {}): EngineRun {
  const record = new RunRecord();
  for (const op of changes) record.changes.set(TOPIC, { urn: TOPIC, op, properties: [] });
  if (errors.length > 0) record.errors.set(TOPIC, errors);
  return { record, succeeded: errors.length === 0, milliseconds: 1000 };
}

/** A riglet of which some stacks are up; what is done is in `done`, what is said in `lines`. */
function world(built: string[] = [], failing: { preview?: string; up?: string; disagree?: string } = {}) {
  const [done, lines]: [string[], string[]] = [[], []];
  const isBuilt = new Set(built);
  const run = (stacks: string[]) =>
    up({
      stacks,
      stackOf: (name) => ({
        ensure: async () => void (await Promise.resolve(done.push(`ensure ${name}`))),
        preview: () =>
          Promise.resolve(
            ended(
              failing.preview === name ? { errors: ["no zone"] } : { changes: isBuilt.has(name) ? [] : ["create"] },
            ),
          ),
        up: () => {
          done.push(`up ${name}`);
          if (failing.up === name) return Promise.resolve(ended({ errors: ["quota exceeded"] }));
          isBuilt.add(name);
          return Promise.resolve(ended());
        },
      }),
      agrees: (question) => Promise.resolve(!question.includes(`"${failing.disagree}"`)),
      print: (line) => void lines.push(line),
      commandFor: (stacks) => `npm run up -- ${stacks.join(" ")}`,
    });
  return { run, done, lines };
}

describe("npm run up", () => {
  const chain = ["dev", "uat", "prod"];

  it("A1 previews and builds stacks one after the other", async () => {
    const { run, done, lines } = world();
    await run(chain);
    assert.deepEqual(
      done,
      chain.flatMap((name) => [`ensure ${name}`, `up ${name}`]),
    );
    assert.ok(lines.includes("  +  aws:sns:Topic acme-shop-dev-operations"), lines.join("\n"));
    assert.equal(lines.at(-1), "up: dev, uat, prod");
  });

  it("stops at the first that fails, says what is up, what is not begun, and how to go on; then goes on there", async () => {
    const failing: Parameters<typeof world>[1] = { up: "uat" };
    const { run, done, lines } = world([], failing);
    await assert.rejects(run(chain), {
      exitCode: 1,
      message:
        'stack "uat" is up in part: what was done is in its state; put the cause right\n' +
        "up: dev\nnot begun: prod\nthen: npm run up -- uat prod",
    });
    assert.ok(lines.some((line) => line.includes("quota exceeded")));
    assert.equal(done.includes("up prod"), false);
    failing.up = undefined;
    done.length = 0;
    await run(chain);
    assert.deepEqual(
      done.filter((step) => step.startsWith("up")),
      ["up uat", "up prod"],
    );
    assert.ok(lines.includes('stack "dev" is up to date'));
  });

  it("changes nothing where a preview fails, and nothing without a yes", async () => {
    const failed = world([], { preview: "dev" });
    await assert.rejects(
      failed.run(chain),
      /^Failure: stack "dev" is as it was: its preview failed|stack "dev" is as it was/,
    );
    assert.deepEqual(failed.done, ["ensure dev"]);
    const declined = world(["dev"], { disagree: "uat" });
    await declined.run(chain);
    assert.deepEqual(declined.done, ["ensure dev", "ensure uat"]);
    assert.deepEqual(declined.lines.slice(-3), ['stack "uat" is as it was', "up: dev", "not begun: prod"]);
  });

  it("says that a mandatory policy stops it", async () => {
    const { run } = world();
    const record = new RunRecord();
    record.violations.push({ policy: "slipway/tags", level: "mandatory", message: "no tags" });
    const stackOf = () => ({
      ensure: () => Promise.resolve(),
      preview: () => Promise.resolve({ record, succeeded: false, milliseconds: 0 }),
      up: () => assert.fail("it went on"),
    });
    const agrees = () => Promise.resolve(true);
    const options = { stacks: ["dev"], stackOf, agrees, print: () => undefined, commandFor: () => "again" };
    await assert.rejects(up(options), /stack "dev" is as it was: a mandatory policy is violated\nthen: again/);
    await run([]);
  });

  it("ends with 2 where it is used wrongly", async () => {
    const code = (...args: string[]) =>
      new Promise((done) => {
        const command = ["-r", "./plan/preload", "-r", "tsx/cjs", "ops/up/cli.ts", ...args];
        execFile(process.execPath, command, (error) => done(error?.code));
      });
    assert.deepEqual(await Promise.all([code(), code("dev", "--all"), code("dev", "--fast")]), [2, 2, 2]);
  });
});

describe("the order of stacks", () => {
  const reader = (name: string, ...reads: string[]) => ({ name, reads });

  it("is each after those that it reads, and as given otherwise", () => {
    assert.deepEqual(inOrder([reader("prod", "uat"), reader("uat", "dev"), reader("dev")]), ["dev", "uat", "prod"]);
    assert.deepEqual(inOrder([reader("b"), reader("a"), reader("c", "elsewhere", "c")]), ["b", "a", "c"]);
  });

  it("does not exist where they read each other", () => {
    assert.throws(() => inOrder([reader("a", "b"), reader("b", "a"), reader("c")]), /in a circle: a, b/);
  });

  it("Q8 T12 is that of promotions and pipelines, of a folder's stacks", () => {
    assert.deepEqual(chosenStacks([], true, "examples/qbo3"), ["dev", "uat", "prod"]);
    assert.deepEqual(chosenStacks(["production", "staging", "integration"], false, "examples/twig"), [
      ...["staging", "integration"],
      "production",
    ]);
    assert.throws(() => chosenStacks([], false, "examples/twig"), { exitCode: 2 });
  });
});
