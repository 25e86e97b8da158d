import assert from "node:assert/strict";
import fc from "fast-check";
import { comparePlans } from "../../../plan/diff/compare";
import { renderMarkdown } from "../../../plan/render/markdown";
import { GITHUB_LIMIT, fenced, inline } from "../../../plan/render/markdownDocument";
import { planned, planOf } from "../diff/support";
import { hostilePlan, hostileText } from "./hostile";

const TOPIC = "aws:sns/topic:Topic";
const LEFT_OUT = /\*\*(\d+) lines? left out\*\*/;

describe("a plan in Markdown", () => {
  it("has the summary first and the details folded, what is urgent before them", () => {
    const volume = planned("aws:ebs/volume:Volume", "data", { availabilityZone: "a" });
    const base = {
      ref: "main",
      commit: "0123456789abcdef",
      stacks: [planOf([volume, planned(TOPIC, "t", { displayName: "a" })])],
    };
    const plans = [planOf([planned(TOPIC, "t", { displayName: "b" })])];
    const text = renderMarkdown({ plans, diff: comparePlans(base, plans) });
    const places = [
      "<!-- slipway plan -->\n### Offline plan compared with <code>main</code> (<code>0123456789</code>)",
      "| ⚠️ | <code>dev</code> | <code>1 to delete, 1 to update, 1 resource with data at risk</code> |",
      "**<code>dev</code>: Data at risk**\n\n```diff\n! aws:ebs:Volume data is deleted",
      "<details><summary><code>dev</code>: Changes: Resources (3 lines)</summary>",
      "! -  aws:ebs:Volume data\n```\n</details>",
      "_offline plan: no state, no provider checks_\n",
    ].map((part) => text.indexOf(part));
    assert.ok(!places.includes(-1), text);
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
    assert.match(text, /^~ ~ {2}aws:sns:Topic t\n~ {4}displayName: a → b$/m);
  });

  it("is never longer than GitHub takes, and counts what it leaves out", () => {
    const size = fc.record({
      stacks: fc.integer({ min: 1, max: 60 }),
      resources: fc.integer({ min: 0, max: 400 }),
      name: hostileText,
    });
    fc.assert(
      fc.property(size, ({ stacks, resources, name }) => {
        const plans = Array.from({ length: stacks }, (_, stack) =>
          planOf(
            Array.from({ length: resources }, (_, index) => planned(TOPIC, `${name}${index}`, { a: "é".repeat(80) })),
            {
              name: `stack${stack}`,
              problems: [name],
            },
          ),
        );
        const base = { ref: "main", commit: "c", stacks: [] };
        for (const diff of [undefined, comparePlans(base, plans)]) {
          const text = renderMarkdown({ plans, diff });
          assert.ok(text.length <= GITHUB_LIMIT && Buffer.byteLength(text) <= GITHUB_LIMIT);
          assert.ok(
            text.startsWith("<!-- slipway plan -->") && text.endsWith("_offline plan: no state, no provider checks_\n"),
          );
          assert.equal(text.match(/^<details>/gm)?.length, text.match(/^<\/details>$/gm)?.length);
        }
      }),
      { numRuns: 25 },
    );
    const plans = [planOf(Array.from({ length: 4000 }, (_, index) => planned(TOPIC, `topic${index}`)))];
    const text = renderMarkdown({ plans, diff: comparePlans({ ref: "main", commit: "c", stacks: [] }, plans) });
    const shown = text.match(/^\+ \+ {2}aws:sns:Topic/gm)!.length;
    assert.equal(shown + Number(LEFT_OUT.exec(text)![1]), 4000);
    assert.ok(Buffer.byteLength(text) > GITHUB_LIMIT - 1000);
    assert.doesNotMatch(renderMarkdown({ plans: [planOf([])] }), LEFT_OUT);
  });

  it("shows texts as they are, whatever they would be in Markdown or HTML", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        assert.match(inline(text), /^<code>(?:[^<>`*_~|@[\]\\\n&:!]|&#\d+;)*<\/code>$/u);
        const { open, lines, close } = fenced("diff", [text]);
        assert.equal(open, `${close}diff`);
        assert.ok(!lines.join().includes(close) && !lines.join().includes("\n"));
      }),
    );
    fc.assert(
      fc.property(hostilePlan, (plan) => {
        const text = renderMarkdown({ plans: [plan] });
        const outside = text.replaceAll(/^(`{3,})(?:diff)?\n[^]*?\n\1$/gm, "").replaceAll(/<code>[^<]*<\/code>/g, "");
        assert.doesNotMatch(outside, /<(?!\/?(?:details|summary)>|!-- slipway plan -->)|@|\]\(|```/);
      }),
    );
  });
});
