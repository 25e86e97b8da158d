import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { growth } from "../../bench/growth";
import { scaleStackFile } from "../../bench/scaleSettings";
import { resolveStack } from "../../stacks/settings/resolve";

describe("the benchmark of large stacks", () => {
  const sizes = [50, 250, 500] as const;
  const growthOf = (wallOf: (size: number) => number) => {
    const [first, middle, last] = sizes.map((size) => ({ size, wall: wallOf(size) }));
    return growth(first!, middle!, last!);
  };

  it("calls growth 1 what is in line, whatever the time before the first service", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 50 }), (start, each) => {
        assert.ok(Math.abs(growthOf((size) => start + each * size) - 1) < 1e-9);
      }),
    );
  });

  it("tells a square from a line by more than the budget allows, also beside a larger line", () => {
    assert.equal(
      growthOf((size) => size * size),
      2.5,
    );
    assert.ok(growthOf((size) => 800 + 5 * size + size * size * 0.02) > 1.5);
  });

  it("plans settings that are right, with so many services of different kinds", () => {
    const { config } = parse(scaleStackFile(20)) as { config: Record<string, unknown> };
    const { settings } = resolveStack({ stack: "scale", config, secretKeys: [], siblings: [] });
    assert.equal(settings.services.length, 20);
    assert.equal(settings.services.filter(({ route }) => route).length, 2);
    assert.equal(settings.services.filter(({ discovery }) => discovery).length, 4);
  });
});

describe("npm run bench", () => {
  it("ends with 2 and what is allowed when it is used wrongly", () => {
    const root = path.resolve(__dirname, "../..");
    for (const [args, message] of [
      [["speed"], /Allowed are plan, scale\./],
      [["plan", "--runs", "0"], /whole number of at least 1/],
      [[], /missing required argument 'name'/],
    ] as const) {
      const command = ["-r", "./plan/preload", "-r", "tsx/cjs", "bench/cli.ts", ...args];
      const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
      assert.deepEqual([status, message.test(stderr)], [2, true], stderr);
    }
  });
});
