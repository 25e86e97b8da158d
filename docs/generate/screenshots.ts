import * as path from "node:path";
import type { BrowserContextOptions } from "playwright-core";
import { runPlan } from "../../plan/plan";
import { findChromium, launch } from "./browser";

const ROOT = path.join(__dirname, "../..");

/** Pages of plans, each as somebody may see it; files are in `docs`. */
const PAGES: { file: string; configDir: string; stack: string; seen: BrowserContextOptions }[] = [
  { file: "plan-page.png", configDir: ".", stack: "prod", seen: { viewport: { width: 1100, height: 1500 } } },
  {
    file: "plan-page-dark.png",
    configDir: "examples/twig",
    stack: "production",
    seen: { viewport: { width: 1100, height: 1200 }, colorScheme: "dark" },
  },
  {
    file: "plan-page-phone.png",
    configDir: "examples/qbo3",
    stack: "prod",
    seen: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  },
];

/** `npm run generate:screenshots`: takes the pictures of plans' pages in docs. It needs a Chromium. */
async function main(): Promise<void> {
  const executable = findChromium();
  if (executable === undefined) throw new Error("no Chromium on PATH; CHROMIUM names one elsewhere");
  const browser = await launch(executable);
  for (const { file, configDir, stack, seen } of PAGES) {
    const { text } = await runPlan({
      root: ROOT,
      configDir: path.join(ROOT, configDir),
      stacks: [stack],
      policyPacks: [],
      format: "html",
      colour: false,
    });
    const page = await browser.newPage(seen);
    await page.setContent(text);
    await page.screenshot({ path: path.join(__dirname, "..", file) });
    console.log(`wrote docs/${file}`);
  }
  await browser.close();
  process.exit(0);
}

void main();
