import assert from "node:assert/strict";
import type { Rule } from "../../policy/rule";
import { runRule, urnOf, type Described } from "./policy";

type Subject = Described | Described[];

/** The cases of one rule, each under a name that says what must be true. */
export interface Cases {
  complies: Record<string, Subject>;
  violates: Record<string, [subject: Subject, ...messages: RegExp[]]>;
  /** Values that are unknown at preview and decide: not provable, or not evaluated, as the rule declares. */
  unknown?: Record<string, [subject: Subject, message: RegExp]>;
  /** The rule's options, by the name of the case; the defaults where none are named. */
  config?: Record<string, Record<string, unknown>>;
}

/** Declares the tests of a rule: its table, and what exemptions do to its first violation. */
export function describeRule(rule: Rule, { complies, violates, unknown = {}, config = {} }: Cases): void {
  describe(rule.name, () => {
    for (const [name, subject] of Object.entries(complies)) {
      it(`accepts ${name}`, () => {
        assert.deepEqual(runRule(rule, subject, config[name]), { violations: [], unevaluated: [], exempt: [] });
      });
    }
    for (const [name, [subject, ...messages]] of Object.entries(violates)) {
      it(`reports ${name}`, () => {
        const { violations } = runRule(rule, subject, config[name]);
        assert.equal(violations.length, messages.length, violations.join("\n"));
        messages.forEach((message, index) => assert.match(violations[index]!, message));
      });
    }
    for (const [name, [subject, message]] of Object.entries(unknown)) {
      it(`${rule.unknown === "fails" ? "fails as not provable" : "does not evaluate"}: ${name}`, () => {
        const { violations, unevaluated } = runRule(rule, subject, config[name]);
        const [said, other] = rule.unknown === "fails" ? [violations, unevaluated] : [unevaluated, violations];
        assert.deepEqual([said.length, other.length], [1, 0], [...violations, ...unevaluated].join("\n"));
        assert.match(said[0]!, message);
      });
    }
    describeExemptions(rule, Object.values(violates)[0]![0], Object.keys(violates)[0]!, config);
  });
}

function describeExemptions(rule: Rule, subject: Subject, name: string, config: NonNullable<Cases["config"]>): void {
  const run = (until: string, urn = "*") => {
    const exemptions = [{ urn, until, reason: "a reason that is long enough to be one" }];
    return runRule(rule, subject, { ...config[name], exemptions }, "2026-06-15");
  };
  const plain = runRule(rule, subject, config[name]).violations;

  it("lets an exemption stand until its last day", () => {
    const { violations, exempt } = run("2026-06-15");
    assert.deepEqual(violations, []);
    if (!("checkStack" in rule))
      assert.deepEqual(exempt, ["exempt until 2026-06-15: a reason that is long enough to be one"]);
  });

  it("fails again when the exemption has expired, and says so", () => {
    const { violations } = run("2026-06-14");
    assert.equal(violations.filter((message) => /expired on 2026-06-14/.test(message)).length, [subject].flat().length);
    assert.deepEqual(
      violations.filter((message) => !/expired/.test(message)),
      plain,
    );
  });

  it("keeps to the resources that the exemption names", () => {
    assert.deepEqual(run("2026-12-31", `${urnOf([subject].flat()[0]!)}-other`).violations, plain);
  });
}
