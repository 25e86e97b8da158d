import assert from "node:assert/strict";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { comparePlans } from "../../../plan/diff/compare";
import type { StackPlan } from "../../../plan/model";
import { renderHtml } from "../../../plan/render/html/html";
import { planned, planOf, securityGroup } from "../diff/support";
import { findChromium, launch } from "../../../docs/generate/browser";
import { hostilePlan } from "./hostile";

const HOSTILE = "<script>document.title = 'broken'</script>\"'>";

function plansOf(displayName: string): StackPlan[] {
  const service = planned("aws:ecs/service:Service", "shop-web", { desiredCount: 2 });
  const topic = planned(
    "aws:sns/topic:Topic",
    "shop-alarms",
    { displayName, label: HOSTILE },
    {
      dependencies: [service.urn],
      source: { file: "index.ts", line: 7, column: 1 },
    },
  );
  return [
    planOf([service, topic, securityGroup("shop-group")]),
    planOf([], { name: HOSTILE, outputs: { x: HOSTILE } }),
  ];
}

async function page(): Promise<string> {
  const base = { ref: "main", commit: "0123456789ab", stacks: plansOf("before") };
  const plans = plansOf("after");
  return renderHtml({ plans, diff: comparePlans(base, plans) });
}

describe("a plan as a page", () => {
  it("holds all it needs, and forbids everything else", async () => {
    const text = await page();
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)!;
    assert.match(
      policy!.replaceAll("&#39;", "'"),
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; script-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'$/,
    );
    assert.doesNotMatch(text, /\b(?:src|srcset|action|style|on\w+)\s*=\s*["']|@import|url\((?!#)/);
    assert.equal(await page(), text);
  });

  it("counts the rules of a pack as the tree does", async () => {
    const pack = { name: "slipway", version: "1.0.0", rules: 51, disabled: 3, passed: 48 };
    const plan = planOf([]);
    const text = await renderHtml({ plans: [{ ...plan, policy: { ...plan.policy, packs: [pack] } }] });
    assert.match(text, /<li>slipway 1\.0\.0: 48 of 51 rules without findings, 3 disabled<\/li>/);
  });

  it("has nothing of a name but its text", async () => {
    const tags = (text: string) => text.match(/<[a-z!/][^>]*>/gi)!.map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
    const known = new Set(tags(await page()));
    await fc.assert(
      fc.asyncProperty(hostilePlan, async (plan) => {
        const text = await renderHtml({ plans: [plan] });
        assert.equal(text.match(/<script/g)?.length, 1);
        assert.deepEqual(
          tags(text).filter(
            (tag) => !known.has(tag) && !/^<\/?(?:li|ul|dl|dt|dd|a|p|h3|details|text|g|rect|path)\b[^<]*>$/.test(tag),
          ),
          [],
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe("a plan as a page, in a browser", function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let text: string;

  before(async function () {
    const executable = findChromium();
    // Where there is no Chromium, what the page is in a browser is not tested.
    if (executable === undefined) return this.skip();
    browser = await launch(executable);
    text = await page();
  });
  after(() => browser?.close());

  /** Opens the page and tells what the browser asked for or complained of. */
  async function open(
    options: Parameters<Browser["newPage"]>[0],
    use: (page: Page) => Promise<void>,
  ): Promise<string[]> {
    const opened = await browser!.newPage(options);
    const complaints: string[] = [];
    opened.on("console", (message) => complaints.push(message.text()));
    opened.on("pageerror", (error) => complaints.push(error.message));
    opened.on("request", (request) => complaints.push(request.url()));
    await opened.setContent(text);
    await use(opened);
    await opened.close();
    return complaints;
  }

  it("shows the picture, the changes, the policies and the resources, and runs nothing of a name", async () => {
    const complaints = await open({}, async (opened) => {
      assert.match(await opened.title(), /^Offline plan of dev, <script>/);
      assert.match(await opened.locator("svg").first().innerHTML(), /web/);
      assert.match(await opened.locator("#s0").innerText(), /Changes: 1 to update/);
      assert.equal(await opened.locator("svg .actor.update").count(), 1);
      const topic = opened.locator("details.resource", { hasText: "shop-alarms" });
      await topic.locator("summary").click();
      assert.match(await topic.innerText(), /index\.ts:7[^]*displayName\s+after[^]*<script>/);
    });
    assert.deepEqual(complaints, []);
  });

  it("is used by keyboard: search by `/`, a picture's part leads to its resource", async () => {
    await open({}, async (opened) => {
      await opened.keyboard.press("/");
      await opened.keyboard.type("ecs shop-w");
      assert.equal(await opened.locator("#found").innerText(), "1 of 3 resources");
      assert.equal(await opened.locator("details.resource:visible").count(), 1);
      await opened.keyboard.press("Escape");
      assert.equal(await opened.locator("details.resource:visible").count(), 3);
      await opened.locator("svg a", { hasText: "alarms" }).focus();
      await opened.keyboard.press("Enter");
      const topic = opened.locator("details.resource[open]");
      assert.match(await topic.innerText(), /shop-alarms/);
      assert.match(await topic.locator("summary:focus").innerText(), /shop-alarms/);
    });
  });

  it("fits a phone, and can be read in the light and in the dark", async () => {
    const grounds: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await open({ viewport: { width: 360, height: 700 }, colorScheme }, async (opened) => {
        assert.equal(await opened.evaluate("document.documentElement.scrollWidth"), 360);
        const colour = (name: string) => opened.evaluate<string>(`getComputedStyle(document.body).${name}`);
        const [ink, ground] = [await colour("color"), await colour("backgroundColor")];
        assert.ok(contrast(ink, ground) >= 7, `${ink} on ${ground}`);
        grounds.push(ground);
      });
    }
    assert.notEqual(grounds[0], grounds[1]);
  });
});

/** Contrast of two colours as WCAG 2 defines it; 7 is its stricter demand. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = colour.match(/\d+/g)!.map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}
