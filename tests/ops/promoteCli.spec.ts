import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { Server } from "node:http";
import { setImmediate } from "node:timers/promises";
import { AwsAccount } from "../../ops/promote/awsAccount";
import { reject, rollBack, start, status } from "../../ops/promote/commands";
import { targetOf } from "../../ops/promote/target";
import { EmulatedPromotion } from "../support/stepFunctions/emulatedPromotion";
import { answerFrom } from "../support/stepFunctions/emulatedAws";
import { serveExecutions } from "../support/stepFunctions/endpoint";
import { accountOf, inputOf } from "../support/stepFunctions/promotions";

/** QBO3's uat, as its settings name it. */
const INPUT = inputOf({
  prefix: "quandis-qbo-uat",
  table: "quandis-qbo-uat-promotion",
  parameters: {
    path: "/quandis/qbo/",
    current: "/quandis/qbo/uat/image",
    previous: "/quandis/qbo/uat/previous-image",
  },
  fleets: ["web", "app"].map((name) => ({
    name,
    group: `quandis-qbo-uat-${name}`,
    templateId: `lt-${name}`,
    warmupSeconds: 120,
  })),
});

const TARGET = targetOf("uat", "examples/qbo3");
const CREDENTIALS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

/** Runs the command as a user would, and interrupts it once it has printed a certain line. */
function promote(endpoint: string, args: string[], interruptAt?: string) {
  const command = ["-r", "tsx/cjs", "ops/promote/cli.ts", ...args, "--config-dir", "examples/qbo3"];
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...CREDENTIALS, AWS_ENDPOINT_URL: endpoint, NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let isInterrupted = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text: Buffer) => {
      output += text.toString();
      if (isInterrupted || !interruptAt || !output.includes(interruptAt)) return;
      isInterrupted = child.kill("SIGINT");
    });
  }
  return new Promise<{ code: number | null; output: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, output })),
  );
}

describe("npm run promote, against an AWS endpoint", () => {
  const inherited = { ...process.env };
  let server: Server;
  let url: string;
  let promotion: EmulatedPromotion;
  let account: AwsAccount;

  beforeEach(async () => {
    promotion = new EmulatedPromotion(INPUT, accountOf(INPUT));
    ({ server, url } = await serveExecutions(promotion, answerFrom(promotion)));
    Object.assign(process.env, CREDENTIALS, { AWS_ENDPOINT_URL: url });
    account = new AwsAccount(TARGET);
  });
  afterEach(() => {
    process.env = { ...inherited };
    server.close();
    server.closeAllConnections();
  });

  const untilOver = async (arn: string) => {
    while ((await account.execution(arn)).status === "RUNNING") await setImmediate();
    return account.execution(arn);
  };

  it("Q3 promotes: exit code 0, each step on a line", async () => {
    const { code, output } = await promote(url, ["uat"]);
    assert.equal(code, 0, output);
    assert.match(output, /^started arn:aws:states:us-west-2:123456789012:execution:quandis-qbo-uat-promotion:promote-/);
    assert.match(output, /\nCreate the image\n[^]*\nReplace the fleets\n[^]*\npromoted uat\n$/);
  });

  it("Ctrl-C ends the following alone: the promotion goes on, and the command says so and how to look at it", async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const { world } = promotion;
    const sleep = world.sleep.bind(world);
    world.sleep = (seconds) => released.then(() => sleep(seconds));
    const { code, output } = await promote(url, ["uat"], "Create the image");
    assert.equal(code, 130, output);
    assert.match(
      output,
      /\nthe promotion goes on without this command; look at it with: npm run promote -- status uat\n$/,
    );
    const [running] = await account.executions(1);
    assert.equal(running!.status, "RUNNING");
    release();
    assert.equal((await untilOver(running!.arn)).status, "SUCCEEDED");
  });

  it("Q12 reads image, fleets and executions, and goes back", async () => {
    await untilOver(await start(TARGET, account, {}));
    const image = promotion.world.parameters.get(INPUT.parameters.current)!;
    const [head, at, web, app, run] = await status(TARGET, account);
    assert.equal(head, `uat: image ${image}, before ami-00000000000000001`);
    assert.match(at!, /^ {2}promoted 20\d\d-\d\d-\d\d \d\d:\d\d UTC$/);
    assert.equal(web, "  quandis-qbo-uat-web: version 2, 3 in service; last refresh Successful, 100 %");
    assert.equal(app, "  quandis-qbo-uat-app: version 2, 2 in service; last refresh Successful, 100 %");
    assert.match(run!, /^ {2}promote-[\d-]+: SUCCEEDED, 2026-01-05 08:00 UTC, \d+ min$/);
    await untilOver(await rollBack(TARGET, account));
    assert.equal(await account.image(TARGET.imageParameter), "ami-00000000000000001");
    assert.equal(await account.image("/quandis/qbo/none/image"), undefined);
  });

  it("Q5 finds the script that waits for a review, and rejects it with the reason", async () => {
    const arn = await start(TARGET, account, { reviewDatabase: true });
    while (!(await account.record()).review) await setImmediate();
    assert.match(await reject(TARGET, account, "drops a column"), /^rejected runs\/promote-[\d-]+\/database\.sql;/);
    const { status: ending, error, cause } = await untilOver(arn);
    assert.deepEqual([ending, error, cause], ["FAILED", "Promotion.Rejected", "Wait for the review: drops a column"]);
    assert.ok((await account.steps(arn)).includes("Wait for the review"));
    assert.equal((await account.record()).review, undefined);
  });
}).timeout(180_000);
