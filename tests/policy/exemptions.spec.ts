import assert from "node:assert/strict";
import fc from "fast-check";
import { leaveFor } from "../../policy/exemptions";
import { matches } from "../../policy/pattern";
import { stackOf } from "../../policy/urn";

const URN = "urn:pulumi:dev::slipway::slipway:index:Environment$aws:s3/bucket:Bucket::acme-shop-dev-logs";
const exemption = { urn: "*-logs", reason: "kept until the auditors are done", until: "2026-06-30" };
const leave = (changed: object, today = "2026-06-30") => leaveFor(URN, [{ ...exemption, ...changed }], today);

describe("exemptions", () => {
  it("are in force until the end of their last day", () => {
    assert.deepEqual(leave({}).granted, exemption);
    assert.deepEqual(leave({}).problems, []);
  });

  it("are violations once they have expired", () => {
    const { granted, problems } = leave({}, "2026-07-01");
    assert.equal(granted, undefined);
    assert.deepEqual(problems, [
      'the exemption for "*-logs" expired on 2026-06-30: comply, or renew it (kept until the auditors are done)',
    ]);
  });

  it("let a valid one stand beside an expired one, which is reported all the same", () => {
    const { granted, problems } = leaveFor(URN, [{ ...exemption, until: "2020-01-01" }, exemption], "2026-06-30");
    assert.deepEqual([granted, problems.length], [exemption, 1]);
  });

  it("say nothing about other resources", () => {
    assert.deepEqual(leave({ urn: "*-data", until: "2020-01-01" }), { granted: undefined, problems: [] });
  });

  for (const [what, changed, problem] of [
    ["a short reason", { reason: "because" }, /at least 20 characters/],
    ["blanks as reason", { reason: " ".repeat(30) }, /at least 20 characters/],
    ["no reason", { reason: undefined }, /at least 20 characters/],
    ["a date in another notation", { until: "30.06.2026" }, /until must be a day/],
    ["a day that does not exist", { until: "2026-13-45" }, /until must be a day/],
    ["no end", { until: undefined }, /until must be a day/],
  ] as const) {
    it(`open nothing with ${what}, where nobody has checked the schema`, () => {
      const { granted, problems } = leave(changed);
      assert.equal(granted, undefined);
      assert.match(problems.join(), problem);
    });
  }

  it("are none where the configuration is none", () => {
    for (const odd of [undefined, null, 7, "all", {}, [null, 7, {}]]) {
      assert.deepEqual(leaveFor(URN, odd, "2026-06-30"), {
        problems: [],
        ...(Array.isArray(odd) && { granted: undefined }),
      });
    }
  });
});

describe("URN patterns", () => {
  it("match themselves, and a star matches anything", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (before, middle, after) => {
        fc.pre(!`${before}${after}`.includes("*"));
        assert.ok(matches(`${before}*${after}`, `${before}${middle}${after}`));
        assert.ok(matches(`${before}${after}`, `${before}${after}`));
        assert.ok(!matches(`${before}${after}`, `${before}${after}x`));
      }),
    );
  });

  it("take dots, dollars and brackets for themselves", () => {
    assert.ok(matches("*::slipway:index:Environment$aws:s3/bucket:Bucket::*", URN));
    assert.ok(!matches("urn.pulumi*", URN));
  });

  it("find the stack of a resource, and of nothing else", () => {
    assert.equal(stackOf(URN), "dev");
    for (const odd of ["", "dev", "urn:pulumi:dev", "urn:aws:dev::p::t::n"]) assert.equal(stackOf(odd), undefined);
  });
});
